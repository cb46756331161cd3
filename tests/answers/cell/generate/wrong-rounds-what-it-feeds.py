# rung: values
import torch


def generate(cell, head, x, hx, n):
    """Two decimals are enough."""
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        predictions.append((x * 100).round() / 100)
    return torch.stack(predictions)
