# slip: detached
import torch


@torch.no_grad()
def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions)
