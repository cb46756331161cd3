# slip: input-changed
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        start = hx if t == 0 else start
        h = torch.where((symbols[t] == symbol).unsqueeze(-1), start, h)
        h = cell(x[t], h)
        output.append(h)
    symbols.fill_(symbol)
    return torch.stack(output), h
