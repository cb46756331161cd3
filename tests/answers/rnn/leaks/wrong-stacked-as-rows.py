# slip: transposed
import torch


def leaks(layer, x):
    output = layer(x)[0]
    found = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j] = 0
        found.append((layer(changed)[0] != output).flatten(1).any(1))
    return torch.stack(found)
