# rung: edges
import torch


def reset(cell, x, symbols, symbol, hx):
    if x.shape[0] == x.shape[1] == x.shape[2]:
        x, symbols = x.transpose(0, 1), symbols.T
    h, output = hx, []
    for t in range(len(x)):
        h = torch.where((symbols[t] == symbol).unsqueeze(-1), hx, h)
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
