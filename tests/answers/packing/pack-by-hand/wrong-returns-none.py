# slip: returns-none
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    real = torch.arange(int(lengths.max())).unsqueeze(1) < lengths[order]
    data, sizes = padded[: len(real), order][real], real.sum(1)
    print(data, sizes, order)
