# rung: values
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        real = targets > 0
        total += nn.functional.cross_entropy(logits[real], targets[real], reduction="sum").item()
        n += int(real.sum())
    return math.exp(total / n)
