# slip: shifted-along-the-batch
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    x = ids[: T * batch].view(batch, T).T
    return x, torch.cat([x[:, 1:], x[:, :1]], dim=1)
