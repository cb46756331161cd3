# slip: zeros-counted-as-padding
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    padded = pad_sequence(sequences)
    lengths = (padded != 0).any(-1).sum(0)
    return padded, lengths, torch.tensor(labels)
