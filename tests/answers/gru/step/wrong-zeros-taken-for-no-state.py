# rung: edges
# says: a state of zeros
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    from_x = x @ weight_ih.T + bias_ih
    from_h = h @ weight_hh.T + bias_hh if h.any() else torch.zeros(len(x), len(bias_hh))
    x_r, x_z, x_n = from_x.chunk(3, dim=1)
    h_r, h_z, h_n = from_h.chunk(3, dim=1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    n = torch.tanh(x_n + r * h_n)
    return (1 - z) * n + z * h
