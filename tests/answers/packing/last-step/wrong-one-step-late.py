# slip: one-step-late
import torch


def last_step(output, lengths):
    return output[lengths, torch.arange(output.shape[1])]
