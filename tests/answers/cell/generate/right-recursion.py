# right
import torch


def generate(cell, head, x, hx, n):
    h = cell(x, hx)
    y = head(h)
    if n == 1:
        return y.unsqueeze(0)
    return torch.cat((y.unsqueeze(0), generate(cell, head, y, h, n - 1)))
