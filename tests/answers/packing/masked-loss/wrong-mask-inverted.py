# slip: mask-inverted
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    padding = torch.arange(len(logits)).unsqueeze(1) >= lengths
    return nn.functional.cross_entropy(logits[padding], labels[padding])
