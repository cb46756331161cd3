# slip: class-0-ignored
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    classes = (labels * real).flatten()
    return nn.functional.cross_entropy(logits.flatten(0, 1), classes, ignore_index=0)
