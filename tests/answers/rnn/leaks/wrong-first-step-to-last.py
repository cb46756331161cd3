# rung: values
import torch


def leaks(layer, x):
    columns = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j, 0] += 1
        columns.append((layer(changed)[0][:, -1] != layer(x)[0][:, -1]).any(1))
    return torch.stack(columns, dim=1)
