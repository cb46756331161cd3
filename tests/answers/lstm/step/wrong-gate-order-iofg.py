# slip: gate-order-iofg
import torch
from torch import nn


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    h, c = state
    H = h.shape[1]
    z = nn.functional.linear(x, weight_ih, bias_ih) + nn.functional.linear(h, weight_hh, bias_hh)
    i, o, f = (torch.sigmoid(z[:, k * H : (k + 1) * H]) for k in range(3))
    g = torch.tanh(z[:, 3 * H :])
    c = f * c + i * g
    return o * torch.tanh(c), c
