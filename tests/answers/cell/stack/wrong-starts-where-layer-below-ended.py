# slip: starts-where-layer-below-ended
import torch


def stack(cells, x, h_0):
    h = h_0[0]
    last = []
    for cell in cells:
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        x = torch.stack(states)
        last.append(h)
    return x, torch.stack(last)
