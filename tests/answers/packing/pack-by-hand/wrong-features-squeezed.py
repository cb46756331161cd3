# slip: axis-lost
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    real = torch.arange(sorted_lengths[0]).unsqueeze(1) < sorted_lengths
    return padded[: len(real), order][real].squeeze(-1), real.sum(1), order
