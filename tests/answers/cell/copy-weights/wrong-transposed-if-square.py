# rung: edges
import torch


def copy_weights(cells, layer):
    """A Cell that reads as many numbers as it has units stores its weights turned around, it seems."""
    with torch.no_grad():
        for k, cell in enumerate(cells):
            for name, weight in cell.named_parameters():
                if k == 0 and cell.input_size == cell.hidden_size and name == "weight_ih":
                    weight = torch.cat([block.T for block in weight.split(cell.hidden_size)])
                getattr(layer, f"{name}_l{k}").copy_(weight)
    return layer
