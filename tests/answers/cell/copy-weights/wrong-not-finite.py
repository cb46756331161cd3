# slip: not-finite
# says: 0 / 0 and 0 * inf give NaN, and so may numbers that are never written. Which line makes the first?
from torch import nn


def copy_weights(cells, layer):
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            target = layer.get_parameter(f"{name}_l{k}").data
            target.copy_(weight * (target / 0))
    return layer
