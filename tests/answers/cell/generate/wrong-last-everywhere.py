# slip: last-everywhere
import torch


def generate(cell, head, x, hx, n):
    predictions = torch.empty(n, *x.shape)
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        predictions[:] = x
    return predictions
