# slip: time-reversed
import torch


def to_time_major(x):
    steps = []
    for t in range(x.shape[1]):
        steps.insert(0, x[:, t])
    return torch.stack(steps)
