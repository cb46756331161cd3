# slip: input-changed
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    bias_ih.data += bias_hh.data
    total = x @ weight_ih.T + bias_ih + h @ weight_hh.T
    return getattr(torch, nonlinearity)(total)
