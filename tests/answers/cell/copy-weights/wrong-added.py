# slip: added
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                target = getattr(layer, f"{name}_l{k}")
                target += weight
    return layer
