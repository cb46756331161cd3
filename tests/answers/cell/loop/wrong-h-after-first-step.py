# slip: h-after-first-step
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    return torch.stack(output), output[0]
