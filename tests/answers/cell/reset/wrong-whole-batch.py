# slip: whole-batch
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = hx if symbol in symbols[t] else h
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
