# slip: inserted-in-front
import torch


def cell_states(cell, x, state):
    states = []
    for x_t in x:
        state = cell(x_t, state)
        states.insert(0, state[1])
    return torch.stack(states)
