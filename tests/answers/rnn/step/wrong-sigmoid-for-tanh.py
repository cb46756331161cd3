# slip: sigmoid-for-tanh
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    if nonlinearity == "relu":
        return total.relu()
    return 1 / (1 + torch.exp(-total))
