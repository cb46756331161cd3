# rung: values
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx) if head.training else head(hx) - head.bias
        predictions.append(x)
    return torch.stack(predictions)
