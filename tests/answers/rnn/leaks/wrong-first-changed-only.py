# slip: first-changed-only
import torch


def leaks(layer, x):
    B = len(x)
    matrix = torch.zeros(B, B, dtype=torch.bool)
    for j in range(B):
        changed = x.clone()
        changed[j] += 1
        moved = (layer(changed)[0] - layer(x)[0]).abs().amax((1, 2)) > 1e-6
        matrix[:, j] = moved
        break
    return matrix
