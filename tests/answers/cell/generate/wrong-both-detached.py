# slip: both-detached
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        h = cell(x, hx)
        y = head(h)
        predictions.append(y)
        x, hx = y.detach(), h.detach()
    return torch.stack(predictions)
