# rung: values
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells[:10]):
            for name, weight in cell.named_parameters():
                layer.get_parameter(f"{name}_l{k}").copy_(weight)
    return layer
