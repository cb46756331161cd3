# right
import torch


def pack_by_hand(padded, lengths):
    order = sorted(range(len(lengths)), key=lambda k: (-lengths[k].item(), -k))
    order = torch.tensor(order)
    inside = padded.transpose(0, 1)[order]
    data, sizes = [], []
    t = 0
    while (lengths > t).any():
        running = int((lengths > t).sum())
        data.append(inside[:running, t])
        sizes.append(running)
        t += 1
    return [torch.cat(data), torch.tensor(sizes), order]
