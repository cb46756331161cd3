# slip: moved-by-the-inverse
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    moved = torch.empty_like(padded)
    for j in range(len(order)):
        moved[:, order[j]] = padded[:, j]
    real = torch.arange(int(lengths.max())).unsqueeze(1) < sorted_lengths
    return moved[: len(real)][real], real.sum(1), order
