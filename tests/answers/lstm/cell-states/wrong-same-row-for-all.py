# slip: same-tensor-every-step
import torch


def cell_states(cell, x, state):
    out = torch.zeros(*x.shape[:2], cell.hidden_size)
    for x_t in x:
        state = cell(x_t, state)
        out[:] = state[1]
    return out
