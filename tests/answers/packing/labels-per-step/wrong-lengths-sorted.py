# slip: lengths-sorted
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    lengths, _ = lengths.sort(descending=True)
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    return nn.functional.cross_entropy(logits[real], labels[real])
