# slip: options-only
import torch


def leaks(layer, x):
    columns = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j] = float("nan")
        columns.append(layer(changed)[0].isnan().flatten(1).any(1))
    return torch.stack(columns, dim=1)
