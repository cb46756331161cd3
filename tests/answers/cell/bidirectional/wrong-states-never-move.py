# slip: states-never-move
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    forward = torch.stack([cell(x_t, h_0[0]) for x_t in x])
    backward = torch.stack([cell_reverse(x_t, h_0[1]) for x_t in x])
    return torch.cat([forward, backward], dim=-1), torch.stack([forward[-1], backward[0]])
