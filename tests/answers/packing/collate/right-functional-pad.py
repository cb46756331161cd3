# right
import torch
from torch import nn


def collate(examples):
    longest = max(len(sequence) for sequence, _ in examples)
    padded = [nn.functional.pad(sequence, (0, 0, 0, longest - len(sequence))) for sequence, _ in examples]
    lengths = [len(sequence) for sequence, _ in examples]
    labels = [label for _, label in examples]
    return torch.stack(padded, dim=1), torch.LongTensor(lengths), torch.LongTensor(labels)
