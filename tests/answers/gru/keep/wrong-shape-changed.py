# rung: values
import torch
from torch import nn


def keep(gru):
    H = gru.hidden_size
    for name, weight in list(gru.named_parameters()):
        if name.startswith("bias_ih"):
            setattr(gru, name, nn.Parameter(torch.full((1, 3 * H), 1e6)))
    return gru
