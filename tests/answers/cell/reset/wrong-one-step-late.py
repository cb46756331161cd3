# slip: one-step-late
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = cell(x[t], h)
        output.append(h)
        h = torch.where((symbols[t] == symbol).unsqueeze(-1), hx, h)
    return torch.stack(output), output[-1]
