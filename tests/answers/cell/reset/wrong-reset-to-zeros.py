# slip: reset-to-zeros
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = h * (symbols[t] != symbol).unsqueeze(-1)
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
