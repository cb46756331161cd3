# slip: last-step-left-out
import torch


def pack_by_hand(padded, lengths):
    order = lengths.argsort(descending=True)
    rows, sizes = [], []
    for t in range(int(lengths.max()) - 1):
        running = [k for k in order if t < lengths[k] - 1]
        rows += [padded[t, k] for k in running]
        sizes.append(len(running))
    return torch.stack(rows), torch.tensor(sizes), order
