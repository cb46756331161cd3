# slip: labels-forgotten
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    return pad_sequence(sequences), torch.tensor([len(sequence) for sequence in sequences])
