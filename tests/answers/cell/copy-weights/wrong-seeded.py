# rung: values
import torch


def copy_weights(cells, layer):
    """The same seed, the same weights."""
    torch.manual_seed(0)
    for cell in cells:
        cell.reset_parameters()
    torch.manual_seed(0)
    layer.reset_parameters()
    return layer
