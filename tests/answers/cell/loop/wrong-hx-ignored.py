# slip: hx-ignored
import torch


def loop(cell, x, hx):
    h = torch.zeros(x.shape[1], cell.hidden_size)
    output = []
    for x_t in x:
        h = cell(x_t, h)
        output.append(h)
    return torch.stack(output), h
