# slip: keeps-state
import torch

rows = []


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    sizes = torch.stack([(lengths > t).sum() for t in range(int(lengths.max()))])
    for t, n in enumerate(sizes):
        rows.append(padded[t, order[:n]])
    return torch.cat(rows), sizes, order
