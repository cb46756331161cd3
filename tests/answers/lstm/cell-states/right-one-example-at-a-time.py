# right
import torch


def cell_states(cell, x, state):
    per_example = []
    for b in range(x.size(1)):
        h, c = state[0][b], state[1][b]
        cs = []
        for t in range(x.size(0)):
            h, c = cell(x[t, b], (h, c))
            cs.append(c)
        per_example.append(torch.stack(cs))
    return torch.stack(per_example, dim=1)
