# slip: lengths-of-the-box
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    padded = pad_sequence(sequences)
    lengths = torch.tensor([len(padded[:, k]) for k in range(len(labels))])
    return padded, lengths, torch.tensor(labels)
