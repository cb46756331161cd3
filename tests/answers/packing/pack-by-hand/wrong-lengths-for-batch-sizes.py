# slip: lengths-for-batch-sizes
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    real = torch.arange(len(padded)).unsqueeze(1) < lengths[order]
    return padded[:, order][real], lengths, order
