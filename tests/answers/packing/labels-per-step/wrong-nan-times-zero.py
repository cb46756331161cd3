# slip: not-finite
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    classes = labels * real
    per_step = nn.functional.cross_entropy(logits.transpose(1, 2), classes, reduction="none")
    return (per_step * real).sum() / real.sum()
