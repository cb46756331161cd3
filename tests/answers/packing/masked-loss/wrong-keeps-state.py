# slip: keeps-state
import torch
from torch import nn

losses = []


def masked_loss(logits, labels, lengths):
    for k, n in enumerate(lengths):
        losses.append(nn.functional.cross_entropy(logits[:n, k], labels[:n, k], reduction="none"))
    return torch.cat(losses).mean()
