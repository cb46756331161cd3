# slip: last-step-only
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    for x_t in x:
        for k, cell in enumerate(cells):
            x_t = states[k] = cell(x_t, states[k])
    return x_t, torch.stack(states)
