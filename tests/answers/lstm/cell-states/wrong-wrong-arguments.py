# slip: first-line-changed
# says: Keep the first line as it was given.
import torch


def cell_states(cell, x):
    h = c = torch.zeros(x.shape[1], cell.hidden_size)
    cs = []
    for x_t in x:
        h, c = cell(x_t, (h, c))
        cs.append(c)
    return torch.stack(cs)
