# rung: edges
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    real = real[:, :20]
    return nn.functional.cross_entropy(logits[:, :20][real], labels[:, :20][real])
