# right
from torch import nn


def forget_bias(lstm, value):
    n = lstm.hidden_size
    for layer in lstm.all_weights:
        _, _, b_ih, b_hh = layer
        nn.init.zeros_(b_ih[n : 2 * n])
        nn.init.constant_(b_hh[n : 2 * n], value)
    return lstm
