# slip: sorted-lengths-for-batch-sizes
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    real = torch.arange(len(padded)).unsqueeze(1) < sorted_lengths
    return padded[:, order][real], sorted_lengths, order
