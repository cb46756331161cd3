# slip: input-changed
import torch


def summary(gru, x):
    gru.eval()
    _, h_n = gru(x)
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
