# slip: hx-ignored
import torch


def generate(cell, head, x, hx, n):
    h = None
    predictions = []
    for _ in range(n):
        h = cell(x, h)
        x = head(h)
        predictions.append(x)
    return torch.stack(predictions)
