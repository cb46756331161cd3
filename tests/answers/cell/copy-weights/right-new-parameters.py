# right
from torch import nn


def copy_weights(cells, layer):
    for k in range(layer.num_layers):
        for name, weight in cells[k].state_dict().items():
            setattr(layer, f"{name}_l{k}", nn.Parameter(weight.clone()))
    return layer
