# slip: one-padded-step
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    real = torch.arange(len(padded)).unsqueeze(1) <= sorted_lengths
    sizes = real.sum(1)
    return padded[:, order][real], sizes[sizes > 0], order
