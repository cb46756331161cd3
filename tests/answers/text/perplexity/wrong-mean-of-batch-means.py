# slip: mean-of-batch-means
import torch
from torch import nn


def perplexity(batches, padding):
    losses = []
    for logits, targets in batches:
        losses.append(nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=padding))
    return torch.stack(losses).mean().exp().item()
