# slip: index-out-of-bounds
import torch


def last_step(output, lengths):
    return output[torch.arange(len(lengths)), lengths - 1]
