# slip: first-h-0-for-all
import torch


def stack(cells, x, h_0):
    last = []
    for cell in cells:
        h = h_0[0]
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        x = torch.stack(states)
        last.append(h)
    return x, torch.stack(last)
