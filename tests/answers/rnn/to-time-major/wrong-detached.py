# slip: detached
import torch


def to_time_major(x):
    return torch.tensor(x.detach().numpy().transpose(1, 0, 2))
