# right
import torch


def leaks(layer, x):
    keep = 1 - torch.eye(len(x))
    before = layer(x)[0]
    after = torch.stack([layer(x * k[:, None, None])[0] for k in keep])  # (changed, example, T, H)
    return (after != before).any(-1).any(-1).T
