# slip: h-n-of-top-layer
import torch


def stack(cells, x, h_0):
    for cell, h in zip(cells, h_0):
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        x = torch.stack(states)
    return x, h
