# slip: one-state-for-all
import torch


def stack(cells, x, h_0):
    h = h_0[0]
    output = []
    for x_t in x:
        h_n = []
        for cell in cells:
            h = cell(x_t, h)
            x_t = h
            h_n.append(h)
        output.append(h)
    return torch.stack(output), torch.stack(h_n)
