# right
import torch


def step_sigma(z):
    return 1 / (1 + torch.exp(-z))


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (bias_ih + bias_hh + h.mm(weight_hh.t()) + x.mm(weight_ih.t())).chunk(4, 1)
    c = step_sigma(f) * c + step_sigma(i) * (2 * step_sigma(2 * g) - 1)
    return step_sigma(o) * (2 * step_sigma(2 * c) - 1), c
