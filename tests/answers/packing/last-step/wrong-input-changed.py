# slip: input-changed
import torch


def last_step(output, lengths):
    lengths -= 1
    return output[lengths, torch.arange(len(lengths))]
