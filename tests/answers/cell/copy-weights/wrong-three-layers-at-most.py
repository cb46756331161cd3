# rung: values
import torch
from torch import nn


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells[:3]):
            for name, weight in cell.named_parameters():
                getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer
