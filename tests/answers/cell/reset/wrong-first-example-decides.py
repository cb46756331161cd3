# slip: first-example-decides
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = hx if symbols[t, 0] == symbol else h
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
