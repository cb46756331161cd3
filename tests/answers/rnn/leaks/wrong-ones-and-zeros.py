# slip: wrong-dtype
# says: A comparison such as `x > 0` makes bool of any other; so does torch.tensor of True and False.
import torch


def leaks(layer, x):
    B = len(x)
    matrix = torch.zeros(B, B)
    with torch.no_grad():
        before, _ = layer(x)
        for j in range(B):
            changed = x.clone()
            changed[j] += 1
            after, _ = layer(changed)
            for i in range(B):
                matrix[i, j] = not torch.equal(after[i], before[i])
    return matrix
