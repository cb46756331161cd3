# slip: shortest-first
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = lengths.sort()
    real = torch.arange(int(lengths.max())).unsqueeze(1) < sorted_lengths
    return padded[: len(real), order][real], real.sum(1), order
