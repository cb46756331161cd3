# slip: last-real-step
import torch


def masked_mean(output, lengths):
    return output[lengths - 1, torch.arange(len(lengths))]
