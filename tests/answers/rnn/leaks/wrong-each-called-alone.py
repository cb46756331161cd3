# slip: always-identity
import torch


def leaks(layer, x):
    B = len(x)
    matrix = torch.zeros(B, B, dtype=torch.bool)
    for i in range(B):
        for j in range(B):
            before = layer(x[i : i + 1])[0]
            changed = x.clone()
            changed[j] += 1
            matrix[i, j] = not torch.equal(layer(changed[i : i + 1])[0], before)
    return matrix
