# right
import torch


def leaks(layer, x):
    leaf = x.clone().requires_grad_()
    output, _ = layer(leaf)
    rows = []
    for example in output:
        (grad,) = torch.autograd.grad(example.sum(), leaf, retain_graph=True)
        rows.append((grad != 0).flatten(1).any(1))
    return torch.stack(rows)
