# slip: x-ignored
import torch


def generate(cell, head, x, hx, n):
    y = torch.zeros(x.shape)
    predictions = []
    for _ in range(n):
        hx = cell(y, hx)
        y = head(hx)
        predictions.append(y)
    return torch.stack(predictions)
