# slip: given-state-read-as-c-h
import torch


def cell_states(cell, x, state):
    c, h = state
    cs = []
    for x_t in x:
        h, c = cell(x_t, (h, c))
        cs.append(c)
    return torch.stack(cs)
