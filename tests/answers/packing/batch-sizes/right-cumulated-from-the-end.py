# right
import torch


def batch_sizes(lengths):
    ending = torch.bincount(lengths)[1:]  # how many end after 1, 2, … steps
    return ending.flip(0).cumsum(0).flip(0)
