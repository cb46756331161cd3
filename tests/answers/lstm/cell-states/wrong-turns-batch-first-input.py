# rung: edges
import torch


def cell_states(cell, x, state):
    """Accept batch-first sequences too."""
    h, c = state
    if x.shape[0] == h.shape[0]:
        x = x.transpose(0, 1)
    cs = []
    for x_t in x:
        h, c = cell(x_t, (h, c))
        cs.append(c)
    return torch.stack(cs)
