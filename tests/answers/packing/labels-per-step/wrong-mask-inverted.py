# slip: mask-inverted
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    padding = torch.arange(labels.shape[1]) >= lengths.unsqueeze(1)
    return nn.functional.cross_entropy(logits[padding], labels[padding])
