# slip: top-layer-left
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k in range(layer.num_layers - 1):
            for name, weight in cells[k].named_parameters():
                getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer
