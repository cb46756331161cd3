# slip: detached
import torch


def cell_states(cell, x, state):
    states = []
    with torch.no_grad():
        for x_t in x:
            state = cell(x_t, state)
            states.append(state[1])
    return torch.stack(states)
