# slip: nothing-moves
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        predictions.append(head(cell(x, hx)))
    return torch.stack(predictions)
