# right
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = torch.sort(lengths, descending=True, stable=True)
    sizes = torch.bincount(lengths)[1:].flip(0).cumsum(0).flip(0)
    data = padded.new_zeros(int(lengths.sum()), padded.shape[2])
    row = 0
    for t, size in enumerate(sizes.tolist()):
        data[row : row + size] = padded[t].index_select(0, order[:size])
        row += size
    return data, sizes, order
