# slip: wrong-dtype
import numpy as np
import torch


def cell_states(cell, x, state):
    T, B, _ = x.shape
    out = np.zeros((T, B, cell.hidden_size))
    for t in range(T):
        state = cell(x[t], state)
        out[t] = state[1].detach().numpy()
    return torch.from_numpy(out)
