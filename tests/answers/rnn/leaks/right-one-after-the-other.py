# right
import torch


def leaks(layer, x):
    """Changes stay, and each run is compared with the one before it."""
    matrix = torch.empty(len(x), len(x), dtype=torch.bool)
    x, last = x.clone(), layer(x)[0]
    for j in range(len(x)):
        x[j] = -x[j]
        now = layer(x)[0]
        moved = (now - last).abs().sum((1, 2))
        matrix[:, j] = torch.tensor([number > 1e-5 for number in moved.tolist()])
        last = now
    return matrix
