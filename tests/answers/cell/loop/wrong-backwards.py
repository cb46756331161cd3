# slip: backwards
import torch


def loop(cell, x, hx):
    output = []
    for t in range(len(x) - 1, -1, -1):
        hx = cell(x[t], hx)
        output.append(hx)
    return torch.stack(output), hx
