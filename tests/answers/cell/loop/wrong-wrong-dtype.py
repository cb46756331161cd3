# slip: wrong-dtype
# says: `.float()` makes float32 of any other; NumPy and Python numbers bring float64 with them.
import torch


def loop(cell, x, hx):
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    return torch.stack(output).double(), hx
