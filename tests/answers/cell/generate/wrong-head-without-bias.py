# slip: head-without-bias
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x = torch.einsum("bh,fh->bf", hx, head.weight)
        predictions.append(x)
    return torch.stack(predictions)
