# slip: draws-random-numbers
import torch
from torch import nn


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * nn.functional.dropout(torch.tanh(g), 0.1)
    return torch.sigmoid(o) * torch.tanh(c), c
