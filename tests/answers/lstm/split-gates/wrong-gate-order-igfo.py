# slip: gate-order-igfo
import torch


def split_gates(weight):
    parts = torch.split(weight, weight.shape[0] // 4)
    return dict(zip(("i", "g", "f", "o"), parts, strict=True))
