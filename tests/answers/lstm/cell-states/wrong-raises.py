# slip: name-not-defined
# says: Is the name spelled as where it was made, and was it made before this line?
import torch


def cell_states(cell, x, state):
    states = []
    for x_t in x:
        h, c = cell(x_t, state)
        states.append(c)
        state = h, c
    return torch.stack(state_list)  # noqa: F821
