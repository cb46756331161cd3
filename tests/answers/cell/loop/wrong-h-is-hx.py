# slip: h-is-hx
import torch


def loop(cell, x, hx):
    h = hx
    output = []
    for x_t in x:
        h = cell(x_t, h)
        output.append(h)
    return torch.stack(output), hx
