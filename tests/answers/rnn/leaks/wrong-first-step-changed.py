# rung: edges
# says: False instead of True
import torch


@torch.no_grad()
def leaks(layer, x):
    before, _ = layer(x)
    columns = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j, 0] += 1
        moved = (layer(changed)[0] - before).abs()
        columns.append(moved.flatten(1).amax(1) > 3e-5)
    return torch.stack(columns, dim=1)
