# slip: weighted-by-padded-sizes
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=padding)
        total += loss.item() * targets.numel()
        n += targets.numel()
    return math.exp(total / n)
