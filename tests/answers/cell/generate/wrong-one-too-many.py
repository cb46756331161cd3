# slip: one-too-many
import torch


def generate(cell, head, x, hx, n):
    hx = cell(x, hx)
    predictions = [head(hx)]
    for _ in range(n):
        hx = cell(predictions[-1], hx)
        predictions.append(head(hx))
    return torch.stack(predictions)
