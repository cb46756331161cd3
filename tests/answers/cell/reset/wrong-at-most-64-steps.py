# rung: edges
# says: What does a step take over from the one before?
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = torch.where((symbols[t] == symbol).unsqueeze(-1) & (t < 30), hx, h)
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
