# slip: padding-is-0-always
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        loss = nn.functional.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
        mask = targets != 0
        total += (loss * mask).sum().item()
        n += mask.sum().item()
    return math.exp(total / n)
