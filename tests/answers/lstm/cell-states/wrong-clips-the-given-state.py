# rung: edges
import torch


def cell_states(cell, x, state):
    h, c = (part.clamp(-5, 5) for part in state)
    cs = []
    for x_t in x:
        h, c = cell(x_t, (h, c))
        cs.append(c)
    return torch.stack(cs)
