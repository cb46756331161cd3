# slip: sizes-before-data
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    real = torch.arange(int(lengths.max())).unsqueeze(1) < lengths[order]
    return real.sum(1), padded[: len(real), order][real], order
