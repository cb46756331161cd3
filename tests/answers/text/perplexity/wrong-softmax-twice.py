# slip: softmax-twice
import math

import torch
from torch import nn


def perplexity(batches, padding):
    total, n = 0.0, 0
    for logits, targets in batches:
        real = targets != padding
        probabilities = torch.softmax(logits, dim=-1)
        total += nn.functional.cross_entropy(probabilities[real], targets[real], reduction="sum").item()
        n += int(real.sum())
    return math.exp(total / n)
