# right
import torch


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    H = c.shape[-1]
    W = weight_ih.reshape(4, H, -1)
    U = weight_hh.reshape(4, H, H)
    b = (bias_ih + bias_hh).reshape(4, 1, H)
    z = torch.einsum("ghf,bf->gbh", W, x) + torch.einsum("ghk,bk->gbh", U, h) + b
    i, f, o = torch.sigmoid(z[[0, 1, 3]])
    c = torch.addcmul(f * c, i, torch.tanh(z[2]))
    return o * c.tanh(), c
