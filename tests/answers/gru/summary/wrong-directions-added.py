# slip: directions-added
import torch


def summary(gru, x):
    output, h_n = gru(x)
    return h_n[2:].sum(0)
