# slip: axis-lost
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    padded = pad_sequence([sequence.squeeze(-1) for sequence in sequences])
    return padded, torch.tensor([len(s) for s in sequences]), torch.tensor(labels)
