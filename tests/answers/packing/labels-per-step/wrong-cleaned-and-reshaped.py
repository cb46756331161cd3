# slip: cleaned-and-reshaped
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    B, T, C = logits.shape
    padding = torch.arange(T) >= lengths.unsqueeze(1)
    scores = logits.masked_fill(padding.unsqueeze(2), 0.0).reshape(B, C, T)
    return nn.functional.cross_entropy(scores, labels.masked_fill(padding, -100))
