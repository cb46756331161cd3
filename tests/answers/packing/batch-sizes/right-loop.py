# right
import torch


def batch_sizes(lengths):
    sizes = []
    for t in range(int(lengths.max())):
        sizes.append(int((lengths > t).sum()))
    return torch.tensor(sizes)
