# slip: all-but-one
import torch


def leaks(layer, x):
    before = layer(x)[0]
    columns = []
    for j in range(len(x)):
        changed = x + 1
        changed[j] = x[j]
        columns.append((layer(changed)[0] != before).flatten(1).any(1))
    return torch.stack(columns, dim=1)
