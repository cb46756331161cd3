# right
import torch


def leaks(layer, x):
    """Leaves one example out and looks whether the others notice."""
    B = len(x)
    matrix = torch.eye(B, dtype=torch.bool)
    if B == 1:
        return matrix
    before = layer(x)[0]
    for j in range(B):
        others = [i for i in range(B) if i != j]
        after = layer(x[others])[0]
        for place, i in enumerate(others):
            matrix[i, j] = bool((after[place] - before[i]).abs().max() > 2e-5)
    return matrix
