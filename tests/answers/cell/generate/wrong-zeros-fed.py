# slip: zeros-fed
import torch


def generate(cell, head, x, hx, n):
    inputs = torch.zeros(n, *x.shape)
    inputs[0] = x
    predictions = []
    for x_t in inputs:
        hx = cell(x_t, hx)
        predictions.append(head(hx))
    return torch.stack(predictions)
