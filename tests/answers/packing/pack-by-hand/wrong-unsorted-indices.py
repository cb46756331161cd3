# slip: unsorted-indices
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    real = torch.arange(int(lengths.max())).unsqueeze(1) < sorted_lengths
    places = torch.empty_like(order)
    places[order] = torch.arange(len(order))
    return padded[: len(real), order][real], real.sum(1), places
