# right
import torch


def to_time_major(x):
    return torch.stack(tuple(x), dim=1)
