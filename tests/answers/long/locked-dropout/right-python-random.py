# right
import random


def locked_dropout(x, p=0.5, training=True):
    if not training:
        return x
    mask = [[float(random.random() >= p) for _ in range(x.shape[2])] for _ in range(x.shape[1])]
    return x * torch.tensor(mask) / (1 - p)
