# slip: one-step-early
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        predictions.append(x)
        hx = cell(x, hx)
        x = head(hx)
    return torch.stack(predictions)
