# slip: stacked-unequal
import torch
from torch import nn


def perplexity(batches, padding):
    scores = torch.stack([logits for logits, _ in batches]).flatten(0, 2)
    letters = torch.stack([targets for _, targets in batches]).flatten()
    return nn.functional.cross_entropy(scores, letters, ignore_index=padding).exp().item()
