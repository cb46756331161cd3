# slip: unpacked-wrongly
import torch


def summary(gru, x):
    out, (h, c) = gru(x)
    return torch.cat([h[-2], h[-1]], dim=1)
