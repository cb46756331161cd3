# slip: interleaved
import torch


def summary(gru, x):
    output, h_n = gru(x)
    return torch.stack([h_n[-2], h_n[-1]], dim=-1).flatten(1)
