# slip: wrong-dtype
import torch


def batch_sizes(lengths):
    return torch.Tensor([int((lengths > t).sum()) for t in range(lengths.max())])
