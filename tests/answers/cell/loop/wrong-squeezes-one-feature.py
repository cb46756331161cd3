# slip: other-input-size
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x.squeeze(-1):
        hx = cell(x_t, hx)
        output.append(hx)
    return torch.stack(output), hx
