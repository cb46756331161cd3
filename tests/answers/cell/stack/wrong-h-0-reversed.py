# slip: h-0-reversed
import torch


def stack(cells, x, h_0):
    rows = list(h_0)
    last = []
    for cell in cells:
        h = rows.pop()
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        x = torch.stack(states)
        last.append(h)
    return x, torch.stack(last)
