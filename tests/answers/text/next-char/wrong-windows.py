# slip: windows
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    x = torch.stack([ids[b : b + T] for b in range(batch)], dim=1)
    y = torch.stack([ids[b + 1 : b + T + 1] for b in range(batch)], dim=1)
    return x, y
