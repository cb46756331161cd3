# slip: axis-lost
import torch


def batch_sizes(lengths):
    sizes = (torch.arange(lengths.max()).unsqueeze(1) < lengths).sum(1)
    return sizes.squeeze()
