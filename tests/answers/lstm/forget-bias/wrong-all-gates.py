# slip: all-gates
from torch import nn


def forget_bias(lstm, value):
    for name, bias in lstm.named_parameters():
        if name.startswith("bias_ih"):
            nn.init.constant_(bias, value)
        elif name.startswith("bias_hh"):
            nn.init.zeros_(bias)
    return lstm
