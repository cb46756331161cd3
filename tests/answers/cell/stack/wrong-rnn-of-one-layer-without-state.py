# rung: edges
import torch


def stack(cells, x, h_0):
    states, output = list(h_0), []
    if len(cells) == 1 and isinstance(cells[0], torch.nn.RNNCell):
        states = [torch.zeros_like(h_0[0])]
    for below in x:
        for k, cell in enumerate(cells):
            states[k] = below = cell(below, states[k])
        output.append(below)
    return torch.stack(output), torch.stack(states)
