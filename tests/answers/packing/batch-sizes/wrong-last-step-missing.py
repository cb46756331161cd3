# slip: last-step-missing
import torch


def batch_sizes(lengths):
    sizes = [int((lengths > t).sum()) for t in range(lengths.max() - 1)]
    return torch.tensor(sizes, dtype=torch.long)
