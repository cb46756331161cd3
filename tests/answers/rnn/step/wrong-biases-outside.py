# slip: biases-outside
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = x @ weight_ih.T + h @ weight_hh.T
    new = torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
    return new + (bias_ih + bias_hh)
