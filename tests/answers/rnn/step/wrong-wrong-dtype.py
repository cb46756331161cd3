# slip: wrong-dtype
import numpy as np
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = x.double() @ weight_ih.double().T + bias_ih + h.double() @ weight_hh.double().T + bias_hh
    return torch.tanh(total) if nonlinearity == "tanh" else torch.relu(total)
