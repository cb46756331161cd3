# slip: concatenated-crosswise
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    both = torch.cat([h, x], dim=1)
    weight = torch.cat([weight_ih, weight_hh], dim=1)
    i, f, g, o = (both @ weight.T + bias_ih + bias_hh).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
