# rung: edges
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]).unsqueeze(1) < lengths
    if real.shape != labels.shape:
        real = real.T
    return nn.functional.cross_entropy(logits[real], labels[real])
