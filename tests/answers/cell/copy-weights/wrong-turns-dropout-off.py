# rung: edges
import torch
from torch import nn


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                getattr(layer, f"{name}_l{k}").copy_(weight)
    layer.dropout = 0.0
    return layer
