# slip: detached
import torch
from torch import nn


def masked_loss(logits, labels, lengths):
    real = torch.arange(len(logits)).unsqueeze(1) < lengths
    return torch.tensor(nn.functional.cross_entropy(logits[real], labels[real]).item())
