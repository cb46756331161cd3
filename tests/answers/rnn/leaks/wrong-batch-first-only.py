# slip: batch-first-only
import torch


def leaks(layer, x):
    B = len(x)
    if layer.batch_first:
        return torch.eye(B, dtype=torch.bool)
    return torch.ones(B, B, dtype=torch.bool)
