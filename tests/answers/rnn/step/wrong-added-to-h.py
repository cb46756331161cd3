# slip: added-to-h
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    act = torch.tanh if nonlinearity == "tanh" else torch.relu
    return h + act(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
