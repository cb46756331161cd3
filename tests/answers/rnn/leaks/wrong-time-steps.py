# slip: time-steps
import torch


def leaks(layer, x):
    output, _ = layer(x)
    columns = []
    for t in range(x.shape[1]):
        changed = x.clone()
        changed[:, t] = -changed[:, t]
        after, _ = layer(changed)
        columns.append(((after - output).abs() > 1e-5).any(2).any(0))
    return torch.stack(columns, dim=1)
