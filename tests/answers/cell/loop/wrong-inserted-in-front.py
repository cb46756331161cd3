# slip: inserted-in-front
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.insert(0, hx)
    return torch.stack(output), hx
