# slip: one-step-too-many
import torch


def batch_sizes(lengths):
    return torch.tensor([(lengths > t).sum().item() for t in range(lengths.max() + 1)])
