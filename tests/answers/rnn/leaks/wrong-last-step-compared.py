# rung: edges
import torch


def leaks(layer, x):
    """One step will not do: with a relu, all numbers of a step may be 0 whatever another example holds."""
    columns = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j] = torch.rand(x.shape[1:]) + 2
        columns.append((layer(changed)[0][:, -1] != layer(x)[0][:, -1]).any(1))
    return torch.stack(columns, 1)
