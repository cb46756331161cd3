# slip: options-only
import torch


def leaks(layer, x):
    everything = torch.ones(len(x), len(x), dtype=torch.bool)
    if layer.batch_first:
        return torch.eye(len(x), dtype=torch.bool)
    return everything if layer.bidirectional else everything.tril()
