# slip: starts-where-forward-ended
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    h = h_0[0]
    forward = []
    for x_t in x:
        h = cell(x_t, h)
        forward.append(h)
    backward = []
    for x_t in x.flip(0):
        h = cell_reverse(x_t, h)
        backward.append(h)
    output = torch.cat([torch.stack(forward), torch.stack(backward[::-1])], dim=-1)
    return output, torch.stack([forward[-1], backward[-1]])
