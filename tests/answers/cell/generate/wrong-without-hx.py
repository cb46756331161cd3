# slip: without-hx
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        x = head(cell(x))
        predictions.append(x)
    return torch.stack(predictions)
