# slip: one-step-early
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        output.append(hx)
        hx = cell(x_t, hx)
    return torch.stack(output), hx
