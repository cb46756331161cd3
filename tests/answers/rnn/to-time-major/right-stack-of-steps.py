# right
import torch


def to_time_major(x):
    return torch.stack([x[:, t] for t in range(x.shape[1])])
