# rung: values
import torch


def leaks(layer, x):
    columns = []
    for j in range(len(x)):
        changed = x
        changed[j] += 1
        columns.append((layer(changed)[0] != layer(x)[0]).flatten(1).any(1))
    return torch.stack(columns, dim=1)
