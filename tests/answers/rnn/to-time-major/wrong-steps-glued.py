# slip: steps-glued
import torch


def to_time_major(x):
    return torch.cat([x[:, t] for t in range(x.shape[1])], dim=0)
