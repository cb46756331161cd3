# right
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = torch.addmm(bias_ih, x, weight_ih.T) + torch.addmm(bias_hh, h, weight_hh.T)
    if nonlinearity == "tanh":
        return 2 * torch.sigmoid(2 * a) - 1
    return torch.maximum(a, torch.zeros_like(a))
