# slip: gate-order-igfo
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    """i, j, f, o as in the old BasicLSTMCell."""
    h, c = state
    i, j, f, o = torch.split(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh, h.size(1), dim=1)
    new_c = c * torch.sigmoid(f) + torch.sigmoid(i) * torch.tanh(j)
    new_h = torch.tanh(new_c) * torch.sigmoid(o)
    return new_h, new_c
