# slip: bias-hh-twice
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = x @ weight_ih.T + bias_hh + h @ weight_hh.T + bias_hh
    return torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
