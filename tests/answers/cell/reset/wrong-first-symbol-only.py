# rung: values
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    seen = torch.zeros(len(hx), dtype=torch.bool)
    for t in range(len(x)):
        begins = (symbols[t] == symbol) & ~seen
        seen |= begins
        h = torch.where(begins.unsqueeze(-1), hx, h)
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
