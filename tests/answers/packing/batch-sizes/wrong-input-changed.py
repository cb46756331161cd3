# slip: input-changed
import torch


def batch_sizes(lengths):
    sizes = []
    while (lengths > 0).any():
        sizes.append(int((lengths > 0).sum()))
        lengths -= 1
    return torch.tensor(sizes)
