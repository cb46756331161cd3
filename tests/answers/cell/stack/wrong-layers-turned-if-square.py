# rung: edges
import torch


def stack(cells, x, h_0):
    if h_0.shape[0] == h_0.shape[1] == h_0.shape[2]:
        h_0 = h_0.transpose(0, 1)
    states, output = list(h_0), []
    for below in x:
        for k, cell in enumerate(cells):
            states[k] = below = cell(below, states[k])
        output.append(below)
    return torch.stack(output), torch.stack(states)
