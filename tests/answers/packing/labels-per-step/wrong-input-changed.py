# slip: input-changed
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    labels[~real] = -100
    logits = logits.masked_fill(~real.unsqueeze(2), 0.0)
    return nn.functional.cross_entropy(logits.transpose(1, 2), labels)
