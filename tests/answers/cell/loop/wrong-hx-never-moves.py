# slip: hx-never-moves
import torch


def loop(cell, x, hx):
    output = []
    for i in range(x.shape[0]):
        output.append(cell(x[i], hx))
    return torch.stack(output), output[-1]
