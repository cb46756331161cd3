# right
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        below = x_t
        for k, cell in enumerate(cells):
            states[k] = below = cell(below, states[k])
        output.append(below)
    return torch.stack(output), torch.stack(states)
