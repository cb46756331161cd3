# slip: other-batch-in-state
# says: Input and state of a Cell have one row for each example: which axis of x is time?
import torch


def loop(cell, x, hx):
    output = []
    for t in range(x.shape[1]):
        hx = cell(x[:, t], hx)
        output.append(hx)
    return torch.stack(output, dim=1), hx
