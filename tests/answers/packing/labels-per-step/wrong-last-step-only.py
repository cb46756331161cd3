# slip: last-step-only
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    examples, last = torch.arange(len(lengths)), lengths - 1
    return nn.functional.cross_entropy(logits[examples, last], labels[examples, last])
