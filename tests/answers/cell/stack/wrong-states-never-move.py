# slip: states-never-move
import torch


def stack(cells, x, h_0):
    output = []
    for x_t in x:
        h_n = []
        for cell, h in zip(cells, h_0):
            x_t = cell(x_t, h)
            h_n.append(x_t)
        output.append(x_t)
    return torch.stack(output), torch.stack(h_n)
