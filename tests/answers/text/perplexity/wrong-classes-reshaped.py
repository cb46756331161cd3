# slip: classes-reshaped
import math

from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        T, B, V = logits.shape
        loss = nn.functional.cross_entropy(logits.reshape(T, V, B), targets, ignore_index=padding, reduction="sum")
        total += loss.item()
        n += int((targets != padding).sum())
    return math.exp(total / n)
