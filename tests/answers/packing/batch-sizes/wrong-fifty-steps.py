# rung: edges
import torch


def batch_sizes(lengths):
    sizes = (torch.arange(50).unsqueeze(1) < lengths).sum(1)
    return sizes[sizes > 0]
