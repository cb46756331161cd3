# slip: axes-swapped
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = weight_ih @ x.T + weight_hh @ h.T + (bias_ih + bias_hh).unsqueeze(1)
    return getattr(torch, nonlinearity)(total)
