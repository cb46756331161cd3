# slip: wrong-dtype
# says: A comparison such as `x > 0` makes bool of any other; so does torch.tensor of True and False.
import torch


def leaks(layer, x):
    columns = []
    for j in range(len(x)):
        changed = x.clone()
        changed[j] += 1
        columns.append((layer(changed)[0] - layer(x)[0]).detach().abs().amax((1, 2)))
    return torch.stack(columns, dim=1)
