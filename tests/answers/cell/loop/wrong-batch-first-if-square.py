# rung: edges
import torch


def loop(cell, x, hx):
    """Where the sizes leave it open, batch comes first."""
    turn = x.shape[0] == x.shape[1] == x.shape[2]
    output = []
    for x_t in x.unbind(1 if turn else 0):
        hx = cell(x_t, hx)
        output.append(hx)
    return torch.stack(output), hx
