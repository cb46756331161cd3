# slip: detached
import torch


def cell_states(cell, x, state):
    T, B, _ = x.shape
    out = torch.zeros(T, B, cell.hidden_size)
    for t in range(T):
        state = cell(x[t], state)
        out.data[t] = state[1].data
    return out
