# slip: first-taken-for-longest
import torch


def batch_sizes(lengths):
    return torch.tensor([int((lengths > t).sum()) for t in range(lengths[0])])
