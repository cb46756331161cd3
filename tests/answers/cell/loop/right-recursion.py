# right
import torch


def loop(cell, x, hx):
    h = cell(x[0], hx)
    if len(x) == 1:
        return h.unsqueeze(0), h
    rest, last = loop(cell, x[1:], h)
    return torch.cat([h.unsqueeze(0), rest]), last
