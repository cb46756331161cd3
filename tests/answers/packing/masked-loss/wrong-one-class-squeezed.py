# rung: edges
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(labels)).unsqueeze(1) < lengths
    return nn.functional.cross_entropy(logits.squeeze(-1)[real], labels[real])
