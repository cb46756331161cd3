# slip: mean-of-example-means
import torch
from torch import nn


def perplexity(batches, padding):
    means = []
    for logits, targets in batches:
        for b in range(targets.shape[1]):
            means.append(nn.functional.cross_entropy(logits[:, b], targets[:, b], ignore_index=padding))
    return torch.stack(means).mean().exp().item()
