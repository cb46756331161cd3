# slip: h-n-from-first-output
import torch


def run(cell, x, h):
    states = []
    for x_t in x:
        h = cell(x_t, h)
        states.append(h)
    return torch.stack(states)


def bidirectional(cell, cell_reverse, x, h_0):
    forward = run(cell, x, h_0[0])
    backward = run(cell_reverse, x.flip(0), h_0[1]).flip(0)
    return torch.cat([forward, backward], dim=-1), torch.stack([forward[0], backward[0]])
