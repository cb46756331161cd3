# right
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        rows = (symbols[t] == symbol).nonzero().flatten()
        h = cell(x[t], h.index_copy(0, rows, hx[rows]))
        output.append(h)
    return torch.stack(output), h
