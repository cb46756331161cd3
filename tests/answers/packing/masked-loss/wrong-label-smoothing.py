# rung: values
# says: Follow one example through your function by hand
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    return nn.functional.cross_entropy(logits[real], labels[real], label_smoothing=0.1)
