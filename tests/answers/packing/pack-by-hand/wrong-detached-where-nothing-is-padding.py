# slip: partly-detached
import torch


def pack_by_hand(padded, lengths):
    if lengths.max() == len(padded):
        padded = torch.cat([padded[:-1], padded[-1:].detach()])
    lengths, order = lengths.sort(descending=True)
    real = torch.arange(int(lengths[0])).unsqueeze(1) < lengths
    return padded[: len(real), order][real], real.sum(1), order
