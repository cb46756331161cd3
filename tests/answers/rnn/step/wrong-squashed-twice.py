# slip: squashed-twice
import torch
from torch import nn


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    act = nn.Tanh() if nonlinearity == "tanh" else nn.ReLU()
    h = act(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
    return act(h)
