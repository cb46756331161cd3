# right
import torch


def summary(gru, x):
    weights = {n: p.double() for n, p in gru.named_parameters()}
    _, h_n = torch.func.functional_call(gru, weights, (x.double(),))
    return torch.cat([h_n[-2], h_n[-1]], 1).float()
