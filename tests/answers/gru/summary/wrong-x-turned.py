# slip: x-turned
import torch


def summary(gru, x):
    x = x.transpose(0, 1)  # (B, T, F)
    _, h_n = gru(x)
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)
