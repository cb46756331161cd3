# slip: not-finite
# says: 0 / 0 and 0 * inf give NaN, and so may numbers that are never written. Which line makes the first?
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    gi = x @ weight_ih.T + bias_ih
    gh = h @ weight_hh.T + bias_hh
    x_r, x_z, x_n = gi.chunk(3, dim=1)
    h_r, h_z, h_n = gh.chunk(3, dim=1)
    r = torch.sigmoid(x_r + h_r)
    z = 1 / (1 + torch.exp(-(x_z + h_z) * 1e4)) / 0
    n = torch.tanh(x_n + r * h_n)
    return (1 - z) * n + z * h
