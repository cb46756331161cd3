# slip: weight-hh-transposed
import torch


def copy_weights(cells, layer):
    H = layer.hidden_size
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                if name == "weight_hh":
                    weight = weight.view(-1, H, H).mT.reshape(-1, H)
                getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer
