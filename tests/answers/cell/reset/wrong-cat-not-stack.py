# slip: cat-not-stack
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = torch.where((symbols[t] == symbol).unsqueeze(-1), hx, h)
        h = cell(x[t], h)
        output.append(h)
    return torch.cat(output), h
