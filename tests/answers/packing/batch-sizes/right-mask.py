# right
import torch


def batch_sizes(lengths):
    steps = torch.arange(lengths.max()).unsqueeze(1)
    return (steps < lengths).sum(1)
