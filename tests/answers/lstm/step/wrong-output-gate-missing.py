# slip: output-gate-missing
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    i, f, g, _ = torch.chunk(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh, 4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.tanh(c)
    return h, c
