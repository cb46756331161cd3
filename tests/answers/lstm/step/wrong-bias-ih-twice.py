# slip: bias-ih-twice
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    z_x = x @ weight_ih.T + bias_ih
    z_h = h @ weight_hh.T + bias_ih
    i, f, g, o = (z_x + z_h).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
