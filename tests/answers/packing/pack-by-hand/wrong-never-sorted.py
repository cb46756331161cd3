# slip: never-sorted
import torch


def pack_by_hand(padded, lengths):
    rows, sizes = [], []
    for t in range(int(lengths.max())):
        running = [k for k in range(len(lengths)) if t < lengths[k]]
        rows += [padded[t, k] for k in running]
        sizes.append(len(running))
    return torch.stack(rows), torch.tensor(sizes), torch.arange(len(lengths))
