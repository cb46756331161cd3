# slip: lengths-sorted
import torch
from torch.nn.utils.rnn import pad_sequence


def collate(examples):
    sequences, labels = zip(*examples)
    lengths = sorted([len(sequence) for sequence in sequences], reverse=True)
    return pad_sequence(sequences), torch.tensor(lengths), torch.tensor(labels)
