# right
import torch


def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    places = torch.arange(T).unsqueeze(1) + T * torch.arange(batch)
    return ids[places], ids[places + 1]
