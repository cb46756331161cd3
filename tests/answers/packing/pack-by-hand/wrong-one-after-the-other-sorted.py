# slip: one-after-the-other-sorted
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    rows = []
    for k in order:
        for t in range(lengths[k]):
            rows.append(padded[t, k])
    sizes = torch.stack([(lengths > t).sum() for t in range(int(lengths.max()))])
    return torch.stack(rows), sizes, order
