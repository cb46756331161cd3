# slip: hidden-beside-cell
import torch


def cell_states(cell, x, state):
    states = []
    for x_t in x:
        state = cell(x_t, state)
        states.append(torch.cat(state, dim=1))
    return torch.stack(states)
