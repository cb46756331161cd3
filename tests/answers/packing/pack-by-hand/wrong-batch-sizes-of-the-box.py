# slip: batch-sizes-of-the-box
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    real = torch.arange(len(padded)).unsqueeze(1) < lengths[order]
    return padded[:, order][real], real.sum(1), order
