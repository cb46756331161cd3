# slip: returns-numpy
# says: torch.from_numpy makes a tensor of a NumPy array.
import torch


def leaks(layer, x):
    B = len(x)
    matrix = torch.zeros(B, B, dtype=torch.bool)
    with torch.no_grad():
        before, _ = layer(x)
        for j in range(B):
            changed = x.clone()
            changed[j] += 1
            after, _ = layer(changed)
            for i in range(B):
                matrix[i, j] = not torch.equal(after[i], before[i])
    return matrix.numpy()
