# slip: all-turned-back
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, g = h_0
    output = []
    for x_t, x_s in zip(x, x.flip(0)):
        h = cell(x_t, h)
        g = cell_reverse(x_s, g)
        output.append(torch.cat([h, g], dim=1))
    return torch.stack(output).flip(0), torch.stack([h, g])
