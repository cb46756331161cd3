# slip: input-changed
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        h = cell(x_t, hx)
        hx.copy_(h)
        output.append(h)
    return torch.stack(output), h
