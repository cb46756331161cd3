# slip: bias-ih-missing
import torch
from torch import nn


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    z = nn.functional.linear(x, weight_ih) + nn.functional.linear(h, weight_hh, bias_hh)
    i, f, g, o = z.chunk(4, dim=-1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
