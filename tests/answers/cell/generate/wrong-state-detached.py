# slip: state-detached
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for t in range(n):
        if t > 0:
            hx = hx.data
        hx = cell(x, hx)
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions)
