# slip: last-target-wraps
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    x = ids[: T * batch].view(batch, T).T
    return x, torch.roll(x, -1, dims=0)
