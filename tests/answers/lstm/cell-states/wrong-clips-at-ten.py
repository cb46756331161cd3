# rung: edges
import torch


def cell_states(cell, x, state):
    h, c = state
    cs = []
    for x_t in x:
        h, c = cell(x_t, (h, c))
        c = c.clamp(-10, 10)
        cs.append(c)
    return torch.stack(cs)
