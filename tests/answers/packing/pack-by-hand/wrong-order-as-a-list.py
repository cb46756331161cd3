# slip: not-one-tensor
import torch


def pack_by_hand(padded, lengths):
    order = sorted(range(len(lengths)), key=lambda k: lengths[k], reverse=True)
    rows, sizes = [], []
    for t in range(int(lengths.max())):
        running = [k for k in order if t < lengths[k]]
        rows += [padded[t, k] for k in running]
        sizes.append(len(running))
    return torch.stack(rows), sizes, order
