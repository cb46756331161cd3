# slip: wrong-dtype
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    """Better safe in double precision."""
    x, weight_ih, weight_hh = x.double(), weight_ih.double(), weight_hh.double()
    h, c = (s.double() for s in state)
    i, f, g, o = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
