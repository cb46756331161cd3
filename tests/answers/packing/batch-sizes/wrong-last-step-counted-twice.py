# slip: last-step-counted-twice
import torch


def batch_sizes(lengths):
    sizes = []
    for t in range(int(lengths.max())):
        sizes.append((lengths >= t).sum())
    return torch.stack(sizes)
