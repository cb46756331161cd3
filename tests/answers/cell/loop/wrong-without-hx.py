# slip: without-hx
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        h = cell(x_t)
        output.append(h)
    return torch.stack(output), h
