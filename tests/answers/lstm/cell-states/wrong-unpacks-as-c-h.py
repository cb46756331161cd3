# slip: state-unpacked-as-c-h
import torch


def cell_states(cell, x, state):
    h, c = state
    states = []
    for x_t in x:
        c, h = cell(x_t, (h, c))
        states.append(c)
    return torch.stack(states)
