# slip: other-batch-in-state
import torch


def loop(cell, x, hx):
    output = []
    for t in range(x.shape[1]):
        hx = cell(x[:, t], hx)
        output.append(hx)
    return torch.stack(output, dim=1), hx
