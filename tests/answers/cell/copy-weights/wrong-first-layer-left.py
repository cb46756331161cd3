# slip: first-layer-left
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k in range(1, layer.num_layers):
            for name, weight in cells[k].named_parameters():
                getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer
