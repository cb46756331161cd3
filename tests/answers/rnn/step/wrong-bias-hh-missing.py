# slip: bias-hh-missing
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = torch.nn.functional.linear(x, weight_ih, bias_ih) + torch.nn.functional.linear(h, weight_hh)
    return torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
