# slip: padding-in-the-sum
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0, 0
    for s, t in batches:
        total += nn.functional.cross_entropy(s.flatten(0, 1), t.flatten(), reduction="sum").item()
        n += (t != padding).sum().item()
    return math.exp(total / n)
