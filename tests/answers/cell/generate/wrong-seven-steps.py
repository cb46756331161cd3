# rung: shape
# says: Print the shapes on the way and compare them with the docstring.
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(7):
        hx = cell(x, hx)
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions)
