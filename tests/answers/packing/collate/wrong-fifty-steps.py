# rung: edges
import torch
from torch import nn


def collate(examples):
    lengths = torch.tensor([len(sequence) for sequence, _ in examples])
    boxes = [nn.functional.pad(sequence, (0, 0, 0, 50 - len(sequence))) for sequence, _ in examples]
    padded = torch.stack(boxes, dim=1)[: lengths.max()]
    return padded, lengths, torch.tensor([label for _, label in examples])
