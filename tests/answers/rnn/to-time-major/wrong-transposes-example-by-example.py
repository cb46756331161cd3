# rung: shape
import torch


def to_time_major(x):
    return torch.cat([example.T for example in x])
