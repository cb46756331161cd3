# slip: start-included
import torch


def loop(cell, x, hx):
    states = [hx]
    for x_t in x:
        states.append(cell(x_t, states[-1]))
    return torch.stack(states), states[-1]
