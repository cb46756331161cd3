# slip: examples-reversed
import torch


def to_time_major(x):
    return torch.rot90(x, -1, (0, 1))
