# slip: both-forward
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, g = h_0
    output = []
    for x_t in x:
        h = cell(x_t, h)
        g = cell_reverse(x_t, g)
        output.append(torch.cat([h, g], dim=1))
    return torch.stack(output), torch.stack([h, g])
