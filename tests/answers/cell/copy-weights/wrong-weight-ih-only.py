# slip: weight-ih-only
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            getattr(layer, f"weight_ih_l{k}").copy_(cell.weight_ih)
    return layer
