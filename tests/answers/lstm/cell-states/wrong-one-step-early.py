# slip: one-step-early
import torch


def cell_states(cell, x, state):
    h, c = state
    cs = []
    for x_t in x:
        cs.append(c)
        h, c = cell(x_t, (h, c))
    return torch.stack(cs)
