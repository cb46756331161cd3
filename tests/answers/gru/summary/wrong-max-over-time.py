# slip: max-over-time
import torch


def summary(gru, x):
    output, h_n = gru(x)
    return output.max(dim=0).values
