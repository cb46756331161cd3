# slip: text-wraps
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    x = ids[: T * batch]
    y = torch.cat([x[1:], x[:1]])
    return x.view(batch, T).T, y.view(batch, T).T
