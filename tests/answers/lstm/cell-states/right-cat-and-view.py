# right
import torch


def cell_states(cell, x, state):
    T, B, _ = x.size()
    collected = []
    for t in range(T):
        state = cell(x[t], state)
        collected.append(state[-1])
    return torch.cat(collected).view(T, B, -1)
