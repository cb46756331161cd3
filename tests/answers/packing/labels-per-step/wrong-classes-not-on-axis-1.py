# slip: classes-not-on-axis-1
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    per_step = nn.functional.cross_entropy(logits, labels, reduction="none")
    return per_step[real].mean()
