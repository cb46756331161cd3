# slip: axes-swapped
# says: Swap the two axes with `transpose`.
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions, dim=1)
