# rung: edges
import torch


def cell_states(cell, x, state):
    cs = []
    for x_t in x:
        state = cell(x_t, state)
        cs.append(state[1])
    cs = torch.stack(cs, 1)
    return cs if cs.shape[0] == x.shape[0] else cs.transpose(0, 1)
