# slip: always-lower
import torch


def leaks(layer, x):
    return torch.ones(len(x), len(x)).tril().bool()
