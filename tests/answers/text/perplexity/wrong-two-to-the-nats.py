# slip: two-to-the-nats
import torch
from torch import nn


def perplexity(batches, padding):
    scores = torch.cat([logits.flatten(0, 1) for logits, _ in batches])
    letters = torch.cat([targets.flatten() for _, targets in batches])
    return 2 ** nn.functional.cross_entropy(scores, letters, ignore_index=padding).item()
