# slip: turned
import torch


def leaks(layer, x):
    x = x.transpose(0, 1)  # to what layers read by default
    before, _ = layer(x)
    columns = []
    for j in range(x.shape[1]):
        changed = x.clone()
        changed[:, j] += 1
        after, _ = layer(changed)
        columns.append((after != before).any(2).any(0))
    return torch.stack(columns, dim=1)
