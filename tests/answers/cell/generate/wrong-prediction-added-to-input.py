# slip: prediction-added-to-input
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = x + head(hx)
        predictions.append(x)
    return torch.stack(predictions)
