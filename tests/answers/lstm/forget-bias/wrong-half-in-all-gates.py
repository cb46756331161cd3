# slip: all-gates
from torch import nn


def forget_bias(lstm, value):
    for name, bias in lstm.named_parameters():
        if name.startswith("bias"):
            nn.init.constant_(bias, value / 2)
    return lstm
