# right
import torch


def pack_by_hand(padded, lengths):
    order = torch.argsort(lengths, descending=True)
    sizes = torch.stack([(lengths > t).sum() for t in range(int(lengths.max()))])
    data = torch.cat([padded[t, order[:n]] for t, n in enumerate(sizes)])
    return data, sizes, order
