# right
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        begins = (symbols[t] == symbol).float().unsqueeze(-1)
        h = cell(x[t], begins * hx + (1 - begins) * h)
        output.append(h)
    return torch.stack(output), h
