# slip: reset-missing
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    gates = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    r, z, n = gates.chunk(3, dim=1)
    z = torch.sigmoid(z)
    return (1 - z) * torch.tanh(n) + z * h
