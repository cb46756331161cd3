# slip: biases-exchanged
import torch


def copy_weights(cells, layer):
    with torch.no_grad():
        for k, cell in enumerate(cells):
            ih, hh, *biases = layer.all_weights[k]
            ih.copy_(cell.weight_ih)
            hh.copy_(cell.weight_hh)
            if biases:
                biases[1].copy_(cell.bias_ih)
                biases[0].copy_(cell.bias_hh)
    return layer
