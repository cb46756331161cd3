# right
import torch


def loop(cell, x, hx):
    T, B, _ = x.shape
    output = torch.zeros(T, B, cell.hidden_size)
    h = hx
    for t in range(T):
        h = cell(x[t], h)
        output[t] = h
    return output, output[-1]
