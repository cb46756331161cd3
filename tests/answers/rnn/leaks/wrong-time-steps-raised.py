# slip: time-steps
import torch


def leaks(layer, x):
    columns = []
    with torch.no_grad():
        output, _ = layer(x)
        for t in range(x.shape[1]):
            changed = x.clone()
            changed[:, t] += 1.0
            after, _ = layer(changed)
            columns.append(((after - output).abs() > 1e-4).any(2).any(0))
    return torch.stack(columns, dim=1)
