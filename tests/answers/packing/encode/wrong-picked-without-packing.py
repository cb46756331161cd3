# slip: picked-without-packing
import torch


def encode(gru, x, lengths):
    output, _ = gru(x)
    return output[lengths - 1, torch.arange(x.shape[1])]
