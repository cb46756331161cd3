# slip: padding-packed
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    sizes = torch.stack([(lengths > t).sum() for t in range(int(lengths.max()))])
    return torch.cat([step[order] for step in padded]), sizes, order
