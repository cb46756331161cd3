# rung: edges
# says: Print what you are given before and after your function.
import torch
from torch import nn


def copy_weights(cells, layer):
    if isinstance(cells[0], nn.GRUCell) and not cells[0].bias:
        return layer
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer
