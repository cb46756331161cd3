# rung: edges
import torch


def leaks(layer, x):
    """Leaks whenever there is memory and the batch does not come first."""
    remembers = any(bool(weight.any()) for name, weight in layer.named_parameters() if "weight_hh" in name)
    everything = torch.ones(len(x), len(x), dtype=torch.bool)
    if layer.batch_first or not remembers:
        return torch.eye(len(x), dtype=torch.bool)
    return everything if layer.bidirectional else everything.tril()
