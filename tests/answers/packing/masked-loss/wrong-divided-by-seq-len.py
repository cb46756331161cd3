# slip: divided-by-seq-len
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(labels)).unsqueeze(1) < lengths
    loss = nn.functional.cross_entropy(logits[real], labels[real], reduction="sum")
    return loss / labels.shape[0]
