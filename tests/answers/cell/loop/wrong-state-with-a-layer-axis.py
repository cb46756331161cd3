# slip: state-of-another-shape
# says: A Cell's state is (batch, hidden_size): it has no axis for layers or steps.
import torch


def loop(cell, x, hx):
    h = hx[None]
    output = []
    for x_t in x:
        h = cell(x_t, h)
        output.append(h)
    return torch.stack(output), h
