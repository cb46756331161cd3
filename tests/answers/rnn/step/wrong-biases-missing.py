# slip: biases-missing
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = torch.cat([x, h], 1) @ torch.cat([weight_ih, weight_hh], 1).T
    return a.tanh() if nonlinearity == "tanh" else a.relu()
