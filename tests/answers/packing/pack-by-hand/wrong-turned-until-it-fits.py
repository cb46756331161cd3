# rung: edges
# says: What is different about these places?
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    real = torch.arange(lengths.max()) < lengths[order].unsqueeze(1)
    if len(real) != padded.shape[0]:  # (B, T): time goes first
        real = real.T
    real = real[: len(padded)]
    return padded[: len(real), order][real], real.sum(1), order
