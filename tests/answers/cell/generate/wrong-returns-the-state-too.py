# slip: not-one-tensor
# says: Return the one that is asked for; of a list of tensors, torch.stack or torch.cat makes one.
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions), hx
