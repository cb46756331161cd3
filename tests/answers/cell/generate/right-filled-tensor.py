# right
import torch
from torch.nn.functional import linear


def generate(cell, head, x, hx, n):
    y = torch.zeros(n, *x.shape)
    h = cell(x, hx)
    for t in range(n):
        y[t] = linear(h, head.weight, head.bias)
        if t + 1 < n:
            h = cell(y[t].clone(), h)
    return y
