# slip: biases-missing
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    weight = torch.cat((weight_ih, weight_hh), 1)
    i, f, g, o = (torch.cat((x, h), 1) @ weight.T).chunk(4, 1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
