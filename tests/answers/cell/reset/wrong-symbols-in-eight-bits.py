# rung: values
import torch


def reset(cell, x, symbols, symbol, hx):
    marks = symbols.to(torch.int8) == torch.tensor(symbol).to(torch.int8)
    h, output = hx, []
    for x_t, mark in zip(x, marks):
        h = cell(x_t, torch.where(mark.unsqueeze(1), hx, h))
        output.append(h)
    return torch.stack(output), h
