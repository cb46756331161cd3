# slip: input-changed
# says: Work on a copy: `x /= …`, `x[…] = …` or an operation that ends in an underscore changes its tensor.
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for _ in range(n):
        hx = cell(x, hx)
        x[:] = head(hx)
        predictions.append(x.clone())
    return torch.stack(predictions)
