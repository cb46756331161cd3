# slip: hx-never-moves
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        h = cell(x, hx)
        x = head(h)
        predictions.append(x)
    return torch.stack(predictions)
