# right
import torch
from torch import nn


def keep(gru):
    H = gru.hidden_size
    for name, old in list(gru.named_parameters()):
        new = torch.zeros_like(old)
        if name.startswith("bias_ih"):
            new[H : 2 * H] = 100.0
        setattr(gru, name, nn.Parameter(new))
    return gru
