# slip: mean-over-time
import torch


def summary(gru, x):
    output, h_n = gru(x)
    return output.mean(dim=0)
