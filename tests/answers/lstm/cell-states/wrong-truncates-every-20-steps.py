# slip: partly-detached
# says: Look for .detach(), .data, a copy, clamp or where on the way
import torch


def cell_states(cell, x, state):
    """Truncated backpropagation through time."""
    cs = []
    for t, x_t in enumerate(x):
        if t and t % 20 == 0:
            state = tuple(s.detach() for s in state)
        state = cell(x_t, state)
        cs.append(state[1])
    return torch.stack(cs)
