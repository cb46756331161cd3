# slip: h-ignored
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    h = torch.zeros_like(h)
    a = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    return a.tanh() if nonlinearity == "tanh" else a.relu()
