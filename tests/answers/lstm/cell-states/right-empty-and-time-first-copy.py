# right
import torch


def cell_states(cell, x, state):
    """Fill a tensor that was never initialised."""
    c_all = torch.empty(len(x), *state[1].shape, dtype=x.dtype)
    h_t, c_t = state
    for t in range(len(x)):
        h_t, c_t = cell.forward(x[t], (h_t, c_t))
        c_all[t].copy_(c_t)
    return c_all
