# rung: kind
# says: Compare what you return with the docstring's Returns.
import torch


def cell_states(cell, x, state):
    states = []
    for x_t in x:
        state = cell(x_t, state)
        states.append(state[1])
    return torch.stack(states).to_sparse()
