# right
import torch
from torch import nn
from torch.func import functional_call


def generate(cell, head, x, hx, n):
    layer = {nn.RNNCell: nn.RNN, nn.GRUCell: nn.GRU}[type(cell)](cell.input_size, cell.hidden_size)
    weights = {name + "_l0": w for name, w in cell.named_parameters()}
    x, h = x[None], hx[None]
    steps = []
    while len(steps) < n:
        output, h = functional_call(layer, weights, (x, h))
        x = head(output)
        steps.append(x)
    return torch.cat(steps)
