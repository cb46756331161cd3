# slip: unpacked-wrongly
# says: The state of a GRU is one tensor; only an LSTM has a c beside it.
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    gi = x @ weight_ih.T + bias_ih
    gh = h @ weight_hh.T + bias_hh
    x_r, x_z, x_n = gi.chunk(3, dim=1)
    h_r, h_z, h_n = gh.chunk(3, dim=1)
    r = torch.sigmoid(x_r + h_r)
    z = torch.sigmoid(x_z + h_z)
    n = torch.tanh(x_n + r * h_n)
    return (1 - z) * n + z * h
