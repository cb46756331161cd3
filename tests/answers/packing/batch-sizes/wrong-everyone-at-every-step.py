# slip: everyone-at-every-step
import torch


def batch_sizes(lengths):
    return torch.full((int(lengths.max()),), len(lengths))
