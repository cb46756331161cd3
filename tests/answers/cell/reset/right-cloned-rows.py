# right
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = h.clone()
        h[symbols[t] == symbol] = hx[symbols[t] == symbol]
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
