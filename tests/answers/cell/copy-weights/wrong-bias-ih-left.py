# slip: bias-ih-left
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name in ("weight_ih", "weight_hh", "bias_hh"):
                if hasattr(layer, f"{name}_l{k}"):
                    getattr(layer, f"{name}_l{k}").copy_(getattr(cell, name))
    return layer
