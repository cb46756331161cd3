# slip: partly-detached
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for step in range(n):
        hx = cell(x, hx if step % 8 else hx.detach())
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions)
