# slip: other-input-size
# says: A Cell reads input_size numbers of each example: look at what you pass to it first.
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = hx
        predictions.append(head(hx))
    return torch.stack(predictions)
