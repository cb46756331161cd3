# right
import torch
from torch import nn


def keep(gru):
    H = gru.hidden_size
    for name, p in list(gru.named_parameters()):
        new = p.detach().clone()
        new[H : 2 * H] = 0.0 if name.startswith("weight") else 40.0
        gru.register_parameter(name, nn.Parameter(new))
    return gru
