# slip: detaches-between-steps
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        h = cell(x_t, hx)
        output.append(h)
        hx = h.detach()
    return torch.stack(output), h
