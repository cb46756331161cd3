# slip: h-never-moves
import torch


def cell_states(cell, x, state):
    h, c = state
    cs = []
    for x_t in x:
        c = cell(x_t, (h, c))[1]
        cs.append(c)
    return torch.stack(cs)
