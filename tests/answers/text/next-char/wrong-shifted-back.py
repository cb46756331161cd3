# slip: shifted-back
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    before = torch.cat([ids[-1:], ids[:-1]])
    return ids[: T * batch].view(batch, T).T, before[: T * batch].view(batch, T).T
