# slip: padding-in-sum-and-number
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0, 0
    for s, t in batches:
        total += nn.functional.cross_entropy(s.flatten(0, 1), t.flatten(), reduction="sum").item()
        n += t.numel()
    return math.exp(total / n)
