# slip: returns-none
import torch


def last_step(output, lengths):
    output[lengths - 1, torch.arange(len(lengths))]
