# slip: forget-bias-added
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    c = torch.sigmoid(f + 1.0) * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
