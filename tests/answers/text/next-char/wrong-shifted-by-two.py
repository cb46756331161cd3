# slip: shifted-by-two
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    after = torch.roll(ids, -1)[1:]
    after = torch.cat([after, ids[:1]])
    return ids[: T * batch].view(batch, T).T, after[: T * batch].view(batch, T).T
