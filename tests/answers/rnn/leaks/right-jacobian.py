# right
import torch


def leaks(layer, x):
    jacobian = torch.autograd.functional.jacobian(lambda x: layer(x)[0].sum((1, 2)), x)
    return (jacobian != 0).any(3).any(2)
