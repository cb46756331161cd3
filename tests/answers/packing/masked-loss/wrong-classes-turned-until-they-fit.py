# rung: edges
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(labels)).unsqueeze(1) < lengths
    if logits.shape[1] != logits.shape[2]:  # cross_entropy wants the classes on axis 1
        logits = logits.transpose(1, 2)
    per_step = nn.functional.cross_entropy(logits, labels, reduction="none")
    return per_step[real].mean()
