# right
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    used = batch * T
    x = torch.stack(ids.narrow(0, 0, used).split(T), -1)
    y = torch.stack(ids.narrow(0, 1, used).split(T), -1)
    return x, y
