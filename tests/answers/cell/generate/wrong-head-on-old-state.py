# slip: head-on-old-state
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        y = head(hx)
        hx = cell(x, hx)
        x = y
        predictions.append(y)
    return torch.stack(predictions)
