# rung: edges
# says: What does a step take over from the one before?
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x[:64]:
        hx = cell(x_t, hx)
        output.append(hx)
    output += [hx] * (len(x) - len(output))
    return torch.stack(output), hx
