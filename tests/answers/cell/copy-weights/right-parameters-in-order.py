# right
import torch


@torch.no_grad()
def copy_weights(cells, layer):
    """Both list their parameters in the same order."""
    weights = [weight for cell in cells for weight in cell.parameters()]
    for target, weight in zip(layer.parameters(), weights, strict=True):
        target[...] = weight
