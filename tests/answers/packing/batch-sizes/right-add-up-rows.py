# right
import torch


def batch_sizes(lengths):
    sizes = torch.zeros(max(lengths.tolist()), dtype=torch.int64)
    for n in lengths:
        sizes[:n] += 1
    return sizes
