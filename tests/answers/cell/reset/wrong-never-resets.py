# slip: never-resets
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
