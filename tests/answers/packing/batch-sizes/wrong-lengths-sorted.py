# slip: lengths-sorted
import torch


def batch_sizes(lengths):
    sizes, _ = torch.sort(lengths, descending=True)
    return sizes
