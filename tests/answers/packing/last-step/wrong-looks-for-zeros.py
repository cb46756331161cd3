# slip: end-of-the-box
import torch


def last_step(output, lengths):
    steps = (output != 0).any(-1).sum(0)
    return output[steps - 1, torch.arange(output.shape[1])]
