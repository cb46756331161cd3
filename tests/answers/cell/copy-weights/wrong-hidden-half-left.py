# slip: hidden-half-left
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                if "ih" in name:
                    getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer
