# slip: first-sizes-only
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)[:3]
    real = torch.arange(int(lengths.max())).unsqueeze(1) < lengths[order]
    return padded[: len(real), order][real], real.sum(1), order
