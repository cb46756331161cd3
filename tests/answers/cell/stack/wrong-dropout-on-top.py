# slip: draws-random-numbers
import torch
from torch import nn


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        for k, cell in enumerate(cells):
            x_t = states[k] = cell(x_t, states[k])
        output.append(nn.functional.dropout(x_t, 0.2))
    return torch.stack(output), torch.stack(states)
