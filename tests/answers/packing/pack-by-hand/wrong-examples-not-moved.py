# slip: examples-not-moved
import torch


def pack_by_hand(padded, lengths):
    sorted_lengths, order = lengths.sort(descending=True)
    sizes = torch.stack([(lengths > t).sum() for t in range(int(lengths.max()))])
    data = torch.cat([padded[t, :n] for t, n in enumerate(sizes)])
    return data, sizes, order
