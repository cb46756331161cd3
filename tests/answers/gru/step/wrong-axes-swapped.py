# slip: axes-swapped
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    gi = weight_ih @ x.T + bias_ih[:, None]
    gh = weight_hh @ h.T + bias_hh[:, None]
    x_r, x_z, x_n = gi.chunk(3)
    h_r, h_z, h_n = gh.chunk(3)
    r = torch.sigmoid(x_r + h_r)
    z = torch.sigmoid(x_z + h_z)
    n = torch.tanh(x_n + r * h_n)
    return (1 - z) * n + z * h.T
