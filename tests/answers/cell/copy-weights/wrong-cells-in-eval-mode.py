# rung: values
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            cell.eval()
            for name, p in cell.named_parameters():
                getattr(layer, f"{name}_l{k}").copy_(p)
    return layer
