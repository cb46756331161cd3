# slip: parameter-gone
import torch
from torch import nn


def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, _ in list(lstm.named_parameters()):
        if name.startswith("bias"):
            setattr(lstm, name, nn.Parameter(torch.full((H,), value / 2)))
    return lstm
