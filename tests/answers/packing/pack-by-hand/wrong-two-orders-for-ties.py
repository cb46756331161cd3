# rung: values
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True, stable=True)
    real = torch.arange(int(lengths.max())).unsqueeze(1) < lengths[order]
    indices = sorted(range(len(lengths)), key=lambda k: (lengths[k].item(), k), reverse=True)
    return padded[: len(real), order][real], real.sum(1), torch.tensor(indices)
