# slip: axes-swapped
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    z = weight_ih @ x.T + weight_hh @ h.T + bias_ih[:, None] + bias_hh[:, None]
    i, f, g, o = z.chunk(4)
    c = torch.sigmoid(f) * c.T + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
