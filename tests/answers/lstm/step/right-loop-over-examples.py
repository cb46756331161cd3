# right
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    hs, cs = [], []
    for x_b, h_b, c_b in zip(x, *state, strict=True):
        z = weight_ih @ x_b + bias_ih + weight_hh @ h_b + bias_hh
        i, f, g, o = z.view(4, -1)
        c_b = f.sigmoid() * c_b + i.sigmoid() * g.tanh()
        cs.append(c_b)
        hs.append(o.sigmoid() * c_b.tanh())
    return torch.stack(hs), torch.stack(cs)
