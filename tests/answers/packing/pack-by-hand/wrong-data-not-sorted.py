# slip: data-not-sorted
import torch


def pack_by_hand(padded, lengths):
    real = torch.arange(len(padded)).unsqueeze(1) < lengths
    sizes = real.sum(1)
    return padded[real], sizes[sizes > 0], lengths.argsort(descending=True)
