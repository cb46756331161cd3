# right
import torch


def summary(gru, x):
    return torch.hstack([*gru(x)[1][2:]])
