# right
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    """One product instead of two."""
    both = torch.cat([x, h], dim=1)
    weight = torch.cat([weight_ih, weight_hh], dim=1)
    return getattr(torch, nonlinearity)(both @ weight.t() + (bias_ih + bias_hh))
