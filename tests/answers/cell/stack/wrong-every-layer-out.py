# slip: every-layer-out
import torch


def stack(cells, x, h_0):
    states = h_0
    output = []
    for x_t in x:
        new = []
        for cell, h in zip(cells, states):
            x_t = cell(x_t, h)
            new.append(x_t)
        states = torch.stack(new)
        output.append(states)
    return torch.stack(output), states
