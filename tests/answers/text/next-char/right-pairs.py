# right
import torch


def next_char(ids, batch):
    pairs = torch.stack([ids[:-1], ids[1:]])
    steps = pairs.shape[1] // batch
    cut = pairs[:, : steps * batch].reshape(2, batch, steps).transpose(1, 2)
    return list(cut)
