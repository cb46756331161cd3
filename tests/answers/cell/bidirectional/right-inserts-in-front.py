# right
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h, g = h_0[0], h_0[1]
    forward, backward = [], []
    for x_t in x:
        h = cell(x_t, h)
        forward.append(h)
    for x_t in reversed(x.unbind()):
        g = cell_reverse(x_t, g)
        backward.insert(0, g)
    steps = [torch.cat(pair, dim=-1) for pair in zip(forward, backward)]
    return torch.stack(steps), torch.stack((h, g))
