# rung: values
import torch
from torch import nn


def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            delattr(layer, f"{name}_l{k}")
            setattr(layer, f"{name}_l{k}", weight.detach().clone())
    return layer
