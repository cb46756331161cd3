# slip: divided-by-seq-len
import torch
from torch import nn


def labels_per_step(logits, labels, lengths):
    real = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
    return nn.functional.cross_entropy(logits[real], labels[real], reduction="sum") / labels.shape[1]
