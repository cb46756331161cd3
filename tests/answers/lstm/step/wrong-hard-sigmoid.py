# slip: hard-sigmoid
import torch


def hard(a):
    return torch.nn.functional.hardsigmoid(a)


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    c = hard(f) * c + hard(i) * g.tanh()
    return hard(o) * c.tanh(), c
