# rung: edges
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    padded = pad_sequence(sequences, batch_first=True)
    if padded.shape[1] != len(examples):
        padded = padded.transpose(0, 1)
    return padded, torch.tensor([len(s) for s in sequences]), torch.tensor(labels)
