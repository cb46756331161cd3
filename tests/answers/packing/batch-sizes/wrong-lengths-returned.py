# slip: lengths-returned
import torch


def batch_sizes(lengths):
    real = torch.arange(int(lengths.max())).unsqueeze(1) < lengths
    return real.sum(0)
