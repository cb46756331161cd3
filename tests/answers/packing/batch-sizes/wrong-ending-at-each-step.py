# slip: ending-at-each-step
import torch


def batch_sizes(lengths):
    return torch.bincount(lengths)[1:]
