# slip: h-n-reversed
import torch


def stack(cells, x, h_0):
    last = []
    for cell, h in zip(cells, h_0):
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        x = torch.stack(states)
        last = [h, *last]
    return x, torch.stack(last)
