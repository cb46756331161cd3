# slip: axis-lost
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).squeeze()
    return torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
