# slip: other-batch-in-state
# says: Input and state of a Cell have one row for each example: which axis of x is time?
import torch


def cell_states(cell, x, state):
    states = []
    for t in range(x.shape[1]):
        state = cell(x[:, t], state)
        states.append(state[1])
    return torch.stack(states)
