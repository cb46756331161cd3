# rung: shape
import torch


def stack(cells, x, h_0):
    output, h_n = x, []
    for k, cell in enumerate(cells[:3]):
        h, states = h_0[k], []
        for x_t in output:
            h = cell(x_t, h)
            states.append(h)
        output = torch.stack(states)
        h_n.append(h)
    return output, torch.stack(h_n)
