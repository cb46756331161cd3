# right
import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, cells):
        super().__init__()
        self.cells = nn.ModuleList(cells)

    def forward(self, x_t, states):
        new = []
        for cell, h in zip(self.cells, states):
            x_t = cell(x_t, h)
            new.append(x_t)
        return new


def stack(cells, x, h_0):
    tower = Tower(cells)
    states = h_0.unbind()
    top = []
    for x_t in x:
        states = tower(x_t, states)
        top.append(states[-1])
    return torch.stack(top), torch.stack(states)
