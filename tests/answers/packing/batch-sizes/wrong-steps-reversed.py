# slip: steps-reversed
import torch


def batch_sizes(lengths):
    sizes = []
    for t in range(int(lengths.max())):
        sizes.insert(0, int((lengths > t).sum()))
    return torch.tensor(sizes)
