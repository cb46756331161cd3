# slip: second-cell-for-all-above
import torch


def stack(cells, x, h_0):
    states = list(h_0)
    output = []
    for x_t in x:
        states[0] = cells[0](x_t, states[0])
        for k in range(1, len(cells)):
            states[k] = cells[1](states[k - 1], states[k])
        output.append(states[-1])
    return torch.stack(output), torch.stack(states)
