# right
import torch


def batch_sizes(lengths):
    ends = torch.bincount(lengths)  # how many have this length
    return len(lengths) - ends.cumsum(0)[:-1]
