# slip: one-after-the-other
import torch


def pack_by_hand(padded, lengths):
    rows = [padded[:n, k] for k, n in enumerate(lengths)]
    sizes = torch.stack([(lengths > t).sum() for t in range(int(lengths.max()))])
    return torch.cat(rows), sizes, lengths.argsort(descending=True)
