# slip: input-changed
import torch


def leaks(layer, x):
    with torch.no_grad():
        before = layer(x)[0].clone()
        columns = []
        for j in range(len(x)):
            x[j] += 1
            columns.append(((layer(x)[0] - before).abs() > 1e-5).flatten(1).any(1))
            x[j] -= 1
    return torch.stack(columns, dim=1)
