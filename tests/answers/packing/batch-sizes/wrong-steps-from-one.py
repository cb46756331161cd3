# slip: steps-from-one
import torch


def batch_sizes(lengths):
    steps = torch.arange(1, int(lengths.max()) + 1).unsqueeze(1)
    return (steps < lengths).sum(1)
