# right
import torch
from torch import nn


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    """Two linear maps, then the gates."""
    h_prev, c_prev = state
    gates = nn.functional.linear(x, weight_ih, bias_ih) + nn.functional.linear(h_prev, weight_hh, bias_hh)
    H = weight_hh.size(1)
    i, f, g, o = gates.split(H, dim=-1)
    c_next = torch.sigmoid(f) * c_prev + torch.sigmoid(i) * torch.tanh(g)
    h_next = torch.sigmoid(o) * torch.tanh(c_next)
    return h_next, c_next
