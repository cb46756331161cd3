# slip: axis-lost
import torch


def summary(gru, x):
    out, h = gru(x)
    return out.squeeze() if len(x) == 1 else torch.cat([h[-2], h[-1]], 1)
