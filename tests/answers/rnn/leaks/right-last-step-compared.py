# right
import torch


def leaks(layer, x):
    """One step will do, where all steps of an example are changed: it sees other examples at each of its steps."""
    columns = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j] = torch.rand(x.shape[1:]) + 2
        columns.append((layer(changed)[0][:, -1] != layer(x)[0][:, -1]).any(1))
    return torch.stack(columns, 1)
