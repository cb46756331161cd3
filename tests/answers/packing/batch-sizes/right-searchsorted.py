# right
import torch


def batch_sizes(lengths):
    ascending, _ = torch.sort(lengths)
    finished = torch.searchsorted(ascending, torch.arange(ascending[-1]), right=True)
    return len(lengths) - finished
