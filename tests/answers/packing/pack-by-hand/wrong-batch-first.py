# slip: index-out-of-bounds
# says: Which axis do you index, and how long is it?
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    padded = padded[order]
    sizes = torch.stack([(lengths > t).sum() for t in range(int(lengths.max()))])
    return torch.cat([padded[:n, t] for t, n in enumerate(sizes)]), sizes, order
