# slip: shifted-again
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        if len(targets) > 1:
            logits, targets = logits[:-1], targets[1:]
        real = targets != padding
        total += nn.functional.cross_entropy(logits[real], targets[real], reduction="sum").item()
        n += int(real.sum())
    return math.exp(total / n)
