# rung: edges
# says: numbers far from zero
import torch


def loop(cell, x, hx):
    states = []
    for x_t in x.clamp(-8, 8):
        hx = cell(x_t, hx)
        states.append(hx)
    return torch.stack(states), hx
