# slip: axes-reversed
import torch


def to_time_major(x):
    return torch.transpose(x, 0, 2)
