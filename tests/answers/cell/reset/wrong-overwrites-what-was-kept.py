# slip: overwrites-what-was-kept
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx.clone(), []
    for t in range(len(x)):
        begins = symbols[t] == symbol
        h[begins] = hx[begins]
        h = cell(x[t], h)
        output.append(h)
    return torch.stack(output), h
