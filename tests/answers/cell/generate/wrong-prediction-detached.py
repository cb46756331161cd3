# slip: prediction-detached
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        y = head(hx)
        predictions.append(y)
        x = y.detach()
    return torch.stack(predictions)
