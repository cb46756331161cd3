# slip: detached
import torch


@torch.no_grad()
def summary(gru, x):
    output, h_n = gru(x)
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
