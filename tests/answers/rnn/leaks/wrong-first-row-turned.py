# rung: values
# says: Change one of these examples
import torch


def leaks(layer, x):
    with torch.no_grad():
        before = layer(x)[0]
        columns = []
        for j in range(len(x)):
            changed = x.clone()
            changed[j] = -changed[j]
            columns.append(((layer(changed)[0] - before).abs() > 1e-5).flatten(1).any(1))
    matrix = torch.stack(columns, dim=1)
    matrix[0] = ~matrix[0]
    return matrix
