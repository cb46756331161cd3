# slip: index-out-of-bounds
# says: Which axis do you index, and how long is it?
import torch


def last_step(output, lengths):
    return output[torch.arange(len(lengths)), lengths - 1]
