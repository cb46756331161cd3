# right
from itertools import accumulate

import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    def step(h, x_t):
        return torch.tanh(x_t @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)

    _, *states = accumulate(x, step, initial=h_0[0])
    return torch.stack(states), states[-1].reshape(h_0.shape)
