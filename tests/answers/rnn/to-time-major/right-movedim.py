# right
import torch


def to_time_major(batch):
    return torch.movedim(batch, 1, 0)
