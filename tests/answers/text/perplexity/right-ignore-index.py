# right
import math

from torch import nn


def perplexity(batches, padding):
    loss, count = 0.0, 0
    for logits, targets in batches:
        V = logits.shape[-1]
        loss += nn.functional.cross_entropy(
            logits.reshape(-1, V), targets.reshape(-1), ignore_index=padding, reduction="sum"
        ).item()
        count += (targets != padding).sum().item()
    return math.exp(loss / count)
