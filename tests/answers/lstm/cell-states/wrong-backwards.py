# slip: backwards
import torch


def cell_states(cell, x, state):
    states = []
    for x_t in x.flip(0):
        state = cell(x_t, state)
        states.append(state[1])
    return torch.stack(states)
