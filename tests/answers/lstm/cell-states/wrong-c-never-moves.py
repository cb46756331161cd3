# slip: c-never-moves
import torch


def cell_states(cell, x, state):
    h, c = state
    cs = []
    for x_t in x:
        h, c_t = cell(x_t, (h, c))
        cs.append(c_t)
    return torch.stack(cs)
