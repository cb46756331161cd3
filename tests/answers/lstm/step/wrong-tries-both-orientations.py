# rung: edges
import torch


def step_times(a, weight):
    try:
        return a @ weight
    except RuntimeError:
        return a @ weight.T


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (step_times(x, weight_ih) + bias_ih + step_times(h, weight_hh) + bias_hh).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
