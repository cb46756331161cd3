# rung: shape
import torch


def stack(cells, x, h_0):
    h1, h2 = h_0[0], h_0[-1]
    output = []
    for x_t in x:
        h1 = cells[0](x_t, h1)
        h2 = cells[-1](h1, h2)
        output.append(h2)
    return torch.stack(output), torch.stack([h1, h2])
