# slip: all-gates-of-both-biases
from torch import nn


def forget_bias(lstm, value):
    for name, bias in lstm.named_parameters():
        if "bias" in name:
            nn.init.constant_(bias, value)
    return lstm
