# slip: keeps-state
import torch

cell_states_so_far = []


def cell_states(cell, x, state):
    for x_t in x:
        state = cell(x_t, state)
        cell_states_so_far.append(state[1])
    return torch.stack(cell_states_so_far)
