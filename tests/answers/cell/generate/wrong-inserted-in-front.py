# slip: inserted-in-front
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        predictions = [x, *predictions]
    return torch.stack(predictions)
