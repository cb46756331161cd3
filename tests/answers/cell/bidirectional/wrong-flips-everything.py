# rung: values
# says: Follow the backward direction by hand.
import torch


def run(cell, x, h):
    states = []
    for x_t in x:
        h = cell(x_t, h)
        states.append(h)
    return torch.stack(states), h


def bidirectional(cell, cell_reverse, x, h_0):
    forward, last = run(cell, x, h_0[0])
    backward, last_reverse = run(cell_reverse, x.flip(0, 1, 2), h_0[1])
    return torch.cat([forward, backward.flip(0, 1, 2)], dim=-1), torch.stack([last, last_reverse])
