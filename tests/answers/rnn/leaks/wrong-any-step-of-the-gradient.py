# rung: values


def leaks(layer, x):
    leaf = x.clone().requires_grad_()
    layer(leaf)[0].sum().backward()
    found = leaf.grad.abs().amax((1, 2)) > 0
    return found.expand(len(x), len(x))
