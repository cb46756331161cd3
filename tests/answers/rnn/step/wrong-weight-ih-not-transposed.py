# slip: matmul-shapes
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = x @ weight_ih + bias_ih + h @ weight_hh + bias_hh
    return torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
