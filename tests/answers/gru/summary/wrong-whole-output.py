# slip: whole-output
import torch


def summary(gru, x):
    output, h_n = gru(x)
    return output
