# slip: upside-down
import math

import torch
from torch import nn


def perplexity(batches, padding):
    scores = torch.cat([logits.flatten(0, 1) for logits, _ in batches])
    letters = torch.cat([targets.flatten() for _, targets in batches])
    return math.exp(-nn.functional.cross_entropy(scores, letters, ignore_index=padding).item())
