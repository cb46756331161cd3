# slip: z-without-sigmoid
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    r_x, z_x, n_x = (x @ weight_ih.T + bias_ih).chunk(3, dim=1)
    r_h, z_h, n_h = (h @ weight_hh.T + bias_hh).chunk(3, dim=1)
    r = torch.sigmoid(r_x + r_h)
    z = z_x + z_h
    n = torch.tanh(n_x + r * n_h)
    return (1 - z) * n + z * h
