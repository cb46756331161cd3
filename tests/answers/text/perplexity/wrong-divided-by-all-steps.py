# slip: divided-by-all-steps
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        loss = nn.functional.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=padding, reduction="sum"
        )
        total += loss.item()
        n += targets.numel()
    return math.exp(total / n)
