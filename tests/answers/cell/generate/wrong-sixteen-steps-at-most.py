# rung: edges
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(min(n, 16)):
        hx = cell(x, hx)
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions)
