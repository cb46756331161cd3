# rung: values
import torch
from torch import nn


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                getattr(layer, f"{name}_l{k}").copy_(weight)
    layer.register_parameter("scale", nn.Parameter(torch.ones(1)))
    return layer
