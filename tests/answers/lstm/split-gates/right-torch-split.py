# right
import torch


def split_gates(weight):
    H = len(weight) // 4
    parts = torch.split(weight, [H, H, H, H], dim=0)
    return {"i": parts[0], "f": parts[1], "g": parts[2], "o": parts[3]}
