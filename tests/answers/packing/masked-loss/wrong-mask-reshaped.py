# slip: mask-reshaped
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(labels)) < lengths.unsqueeze(1)
    real = real.reshape(labels.shape)
    return nn.functional.cross_entropy(logits[real], labels[real])
