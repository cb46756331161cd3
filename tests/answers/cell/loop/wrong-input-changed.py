# slip: input-changed
# says: Work on a copy: `x /= …`, `x[…] = …` or an operation that ends in an underscore changes its tensor.
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        h = cell(x_t, hx)
        hx.copy_(h)
        output.append(h)
    return torch.stack(output), h
