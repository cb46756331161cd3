# right
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    per_step = nn.functional.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    return torch.where(real, per_step, 0.0).sum() / real.sum()
