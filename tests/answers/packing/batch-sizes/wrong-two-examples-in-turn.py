# rung: edges
import torch


def batch_sizes(lengths):
    if len(lengths) == 2:  # the first is taken for the longer one
        longer, shorter = lengths.tolist()
        return torch.tensor([2] * shorter + [1] * (longer - shorter))
    return (torch.arange(lengths.max()).unsqueeze(1) < lengths).sum(1)
