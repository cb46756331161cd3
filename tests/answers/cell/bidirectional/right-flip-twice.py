# right
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    def run(cell, x, h):
        states = []
        for x_t in x:
            h = cell(x_t, h)
            states.append(h)
        return torch.stack(states), h

    forward, last = run(cell, x, h_0[0])
    backward, last_reverse = run(cell_reverse, x.flip(0), h_0[1])
    return torch.cat([forward, backward.flip(0)], dim=2), torch.stack([last, last_reverse])
