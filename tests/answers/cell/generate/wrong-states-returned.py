# slip: states-returned
import torch


def generate(cell, head, x, hx, n):
    output = []
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
        output.append(hx)
    return torch.stack(output)
