# slip: detaches-between-steps
import torch


def reset(cell, x, symbols, symbol, hx):
    h, output = hx, []
    for t in range(len(x)):
        h = torch.where((symbols[t] == symbol).unsqueeze(-1), hx, h)
        h = cell(x[t], h)
        output.append(h)
        h = h.detach()
    return torch.stack(output), output[-1]
