# slip: input-changed
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    sizes, rows, t = [], [], 0
    while lengths.max() > 0:
        running = int((lengths > 0).sum())
        rows.append(padded[t, order[:running]])
        sizes.append(running)
        lengths -= 1
        t += 1
    return torch.cat(rows), torch.tensor(sizes), order
