# slip: exp-first
from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        real = targets != padding
        loss = nn.functional.cross_entropy(logits[real], targets[real], reduction="none")
        total += loss.exp().sum().item()
        n += len(loss)
    return total / n
