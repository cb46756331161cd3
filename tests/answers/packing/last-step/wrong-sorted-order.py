# slip: sorted-order
import torch


def last_step(output, lengths):
    lengths, order = lengths.sort(descending=True)
    output = output[:, order]
    return output[lengths - 1, torch.arange(len(lengths))]
