# right
from torch import nn


def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name in [n for n in lstm._parameters if n.startswith("bias")]:
        b = lstm._parameters[name].data.clone()
        b[H : 2 * H] = value / 2
        lstm._parameters[name] = nn.Parameter(b)
    return lstm
