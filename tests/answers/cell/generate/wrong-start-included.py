# slip: start-included
import torch


def generate(cell, head, x, hx, n):
    predictions = [x]
    for _ in range(n):
        hx = cell(predictions[-1], hx)
        predictions.append(head(hx))
    return torch.stack(predictions)
