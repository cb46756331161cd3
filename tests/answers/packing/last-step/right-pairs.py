# right
import torch


def last_step(output, lengths):
    return output[lengths - 1, torch.arange(len(lengths))]
