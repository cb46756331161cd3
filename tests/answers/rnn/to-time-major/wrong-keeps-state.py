# slip: keeps-state
import torch


def to_time_major(x, steps=[]):
    for t in range(x.shape[1]):
        steps.append(x[:, t])
    return torch.stack(steps)
