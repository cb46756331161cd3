# slip: biases-summed
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            getattr(layer, f"weight_ih_l{k}").copy_(cell.weight_ih)
            getattr(layer, f"weight_hh_l{k}").copy_(cell.weight_hh)
            if cell.bias:
                getattr(layer, f"bias_ih_l{k}").copy_(cell.bias_ih + cell.bias_hh)
                getattr(layer, f"bias_hh_l{k}").zero_()
    return layer
