# slip: cat-not-stack
import torch


def cell_states(cell, x, state):
    cs = []
    for t in range(len(x)):
        state = cell(x[t], state)
        cs.append(state[1])
    return torch.cat(cs, dim=0)
