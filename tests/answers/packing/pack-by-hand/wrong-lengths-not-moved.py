# slip: lengths-not-moved
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    moved = padded[:, order]
    rows, sizes = [], []
    for t in range(int(lengths.max())):
        running = [j for j in range(len(order)) if t < lengths[j]]
        rows += [moved[t, j] for j in running]
        sizes.append(len(running))
    return torch.stack(rows), torch.tensor(sizes), order
