# rung: shape
import torch


def pack_by_hand(padded, lengths):
    order = torch.argsort(lengths, descending=True)
    s = lengths[order]
    real = torch.arange(int(s[0])).unsqueeze(1) < s
    data = padded[: int(s[0]), order][real]
    data = data[(data != 0).any(1)]
    return data, real.sum(1), order
