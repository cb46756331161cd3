# slip: not-read
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = cell(x[t], h)
        h = torch.where((symbols[t] == symbol).unsqueeze(-1), hx, h)
        output.append(h)
    return torch.stack(output), h
