# right
import torch


def pack_by_hand(padded, lengths):
    B = padded.shape[1]
    order = sorted(range(B), key=lambda k: int(lengths[k]), reverse=True)
    rows, sizes = [], []
    for t in range(int(lengths.max())):
        running = [k for k in order if t < lengths[k]]
        rows += [padded[t, k] for k in running]
        sizes.append(len(running))
    return torch.stack(rows), torch.tensor(sizes), torch.tensor(order)
