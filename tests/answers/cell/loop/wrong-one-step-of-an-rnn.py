# rung: edges
import torch


def loop(cell, x, hx):
    if len(x) == 1 and isinstance(cell, torch.nn.RNNCell):
        h = cell(x[0])
        return h[None], h
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    return torch.stack(output), hx
