# slip: only-turned-back
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, g = h_0
    forward, backward = [], []
    for x_t in x:
        h = cell(x_t, h)
        g = cell_reverse(x_t, g)
        forward.append(h)
        backward.append(g)
    output = torch.cat([torch.stack(forward), torch.stack(backward[::-1])], dim=2)
    return output, torch.stack([h, g])
