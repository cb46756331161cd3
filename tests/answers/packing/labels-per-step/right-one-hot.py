# right
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    logits = logits.masked_fill(~real.unsqueeze(2), 0.0)
    chosen = nn.functional.one_hot(labels.where(real, 0), logits.shape[2]) * real.unsqueeze(2)
    return -(chosen * logits.log_softmax(-1)).sum() / real.sum()
