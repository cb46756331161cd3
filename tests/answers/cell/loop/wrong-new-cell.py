# slip: draws-random-numbers
import torch
from torch import nn


def loop(cell, x, hx):
    cell = nn.GRUCell(x.shape[2], hx.shape[1])
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    return torch.stack(output), hx
