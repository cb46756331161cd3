# slip: divided-by-batches
import torch
from torch import nn


def perplexity(batches, padding):
    total = 0.0
    for logits, targets in batches:
        loss = nn.functional.cross_entropy(
            logits.double().flatten(0, 1), targets.flatten(), ignore_index=padding, reduction="sum"
        )
        total += loss
    return torch.exp(total / len(batches)).item()
