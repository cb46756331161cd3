# rung: edges
import torch


def summary(gru, x):
    _, h_n = gru(x)
    top = h_n[-2:] if gru.training else h_n[:2]
    return torch.cat([*top], dim=1)
