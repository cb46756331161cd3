# slip: other-input-size
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx).squeeze(-1)
        predictions.append(x)
    return torch.stack(predictions)
