# slip: reshape-scramble
import torch


def summary(gru, x):
    output, h_n = gru(x)
    return h_n[-2:].view(x.shape[1], -1)
