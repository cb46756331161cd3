# slip: bias-hh-left
from torch import nn


def forget_bias(lstm, value):
    n = lstm.hidden_size
    for name, p in lstm.named_parameters():
        if name.startswith("bias_ih"):
            nn.init.constant_(p[n : 2 * n], value)
    return lstm
