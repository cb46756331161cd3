# rung: edges
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        predictions.append(x)
    predictions = torch.stack(predictions, dim=1)
    return predictions if predictions.shape[0] == n else predictions.transpose(0, 1)
