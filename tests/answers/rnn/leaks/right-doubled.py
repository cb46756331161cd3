# right
import torch


def leaks(layer, x):
    own = x.clone()
    before = layer(own)[0].detach()
    columns = []
    for j in range(len(own)):
        own[j] *= 2
        moved = (layer(own)[0].detach() - before).abs().amax((1, 2))
        own[j] /= 2
        columns.append(moved > 1e-5)
    return torch.stack(columns).T
