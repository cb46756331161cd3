# right
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    """One matrix for [x, h], as in many blog posts."""
    h, c = state
    weight = torch.cat([weight_ih, weight_hh], dim=1)
    z = torch.addmm(bias_ih + bias_hh, torch.cat([x, h], dim=1), weight.T)
    i, f, g, o = torch.tensor_split(z, 4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return [torch.sigmoid(o) * torch.tanh(c), c]
