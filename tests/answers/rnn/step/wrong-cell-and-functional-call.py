# slip: ready-made
import torch
from torch import nn


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity="tanh"):
    cell = nn.RNNCell(x.size(1), h.size(1), nonlinearity=nonlinearity)
    new = dict(weight_ih=weight_ih, weight_hh=weight_hh, bias_ih=bias_ih, bias_hh=bias_hh)
    return torch.func.functional_call(cell, new, (x, h))
