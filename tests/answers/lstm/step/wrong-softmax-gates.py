# rung: values
# says: h is made from it, and is wrong, too
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    i, f, o = torch.softmax(torch.stack([i, f, o]), dim=0)
    c = f * c + i * torch.tanh(g)
    return o * torch.tanh(c), c
