# slip: last-taken-for-longest
import torch


def batch_sizes(lengths):
    return (torch.arange(lengths[-1]).unsqueeze(1) < lengths).sum(1)
