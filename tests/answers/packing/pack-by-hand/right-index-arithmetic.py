# right
import torch


def pack_by_hand(padded, lengths):
    T, B, F = padded.shape
    order = lengths.argsort(descending=True, stable=True)
    cells = torch.cartesian_prod(torch.arange(T), order)
    cells = cells[cells[:, 0] < lengths[cells[:, 1]]]
    data = padded.reshape(T * B, F)[cells[:, 0] * B + cells[:, 1]]
    return data, cells[:, 0].bincount(), order
