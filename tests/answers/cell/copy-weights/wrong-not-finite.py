# slip: not-finite
from torch import nn


def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            target = layer.get_parameter(f"{name}_l{k}").data
            target.copy_(weight * (target / 0))
    return layer
