# slip: last-cell-for-all-above
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        for k in range(len(cells)):
            cell = cells[0] if k == 0 else cells[-1]
            states[k] = x_t = cell(x_t, states[k])
        output.append(x_t)
    return torch.stack(output), torch.stack(states)
