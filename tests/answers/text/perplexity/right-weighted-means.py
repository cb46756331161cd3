# right
import torch
from torch import nn


def perplexity(batches, padding):
    criterion = nn.CrossEntropyLoss(ignore_index=padding)
    total, n = torch.zeros(()), torch.zeros(())
    for logits, targets in batches:
        here = (targets != padding).sum()
        total = total + criterion(logits.permute(0, 2, 1), targets) * here
        n = n + here
    return float(torch.exp(total / n))
