# right
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(stable=True).flip(0)  # the last of several equal ones comes first
    sizes = torch.tensor([int((lengths > t).sum()) for t in range(lengths.max())])
    rows = [padded[t, k] for t in range(len(sizes)) for k in order[: sizes[t]]]
    return torch.stack(rows), sizes, order
