# right
import torch


def to_time_major(x):
    B, T, F = x.shape
    out = torch.zeros(T, B, F)
    for b in range(B):
        for t in range(T):
            out[t, b] = x[b, t]
    return out
