# slip: keeps-state
import torch

cell_states_last = {}


def cell_states(cell, x, state):
    """Stateful, like a stream."""
    h, c = cell_states_last.get(x.shape, state)
    cs = []
    for x_t in x:
        h, c = cell(x_t, (h, c))
        cs.append(c)
    cell_states_last[x.shape] = h.detach(), c.detach()
    return torch.stack(cs)
