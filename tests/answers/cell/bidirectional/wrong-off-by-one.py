# rung: values
# says: its forward half is right, and its backward half differs
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, g = h_0
    forward, backward = [], []
    for t in range(len(x)):
        h = cell(x[t], h)
        g = cell_reverse(x[-t], g)
        forward.append(h)
        backward.insert(0, g)
    output = torch.cat([torch.stack(forward), torch.stack(backward)], dim=-1)
    return output, torch.stack([h, g])
