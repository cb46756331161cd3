# slip: same-tensor-every-step
import torch


def loop(cell, x, hx):
    h = hx.clone()
    output = []
    for x_t in x:
        h[:] = cell(x_t, h.clone())
        output.append(h)
    return torch.stack(output), h
