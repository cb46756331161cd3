# slip: always-tanh
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity="tanh"):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
