# slip: nothing-changed
from torch import nn


def copy_weights(cells, layer):
    layer = type(layer)(layer.input_size, layer.hidden_size, layer.num_layers, bias=layer.bias)
    for k, cell in enumerate(cells):
        for name, weight in cell.named_parameters():
            layer.get_parameter(f"{name}_l{k}").data.copy_(weight)
    return layer
