# slip: detaches-between-steps
import torch


def cell_states(cell, x, state):
    states = []
    for x_t in x:
        h, c = cell(x_t, state)
        states.append(c)
        state = h.detach(), c.detach()
    return torch.stack(states)
