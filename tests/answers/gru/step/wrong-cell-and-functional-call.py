# slip: ready-made
# says: Write out what `nn.GRUCell` does.
import torch
from torch import nn


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    cell = nn.GRUCell(x.size(1), h.size(1))
    weights = dict(weight_ih=weight_ih, weight_hh=weight_hh, bias_ih=bias_ih, bias_hh=bias_hh)
    return torch.func.functional_call(cell, weights, (x, h))
