# slip: all-layers
import torch


def summary(gru, x):
    output, h_n = gru(x)
    return h_n.transpose(0, 1).flatten(1)
