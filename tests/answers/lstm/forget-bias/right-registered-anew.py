# right
from torch import nn


def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, old in list(lstm.named_parameters()):
        if name.startswith("bias"):
            new = old.detach().clone()
            new[H : 2 * H] = value if name.startswith("bias_ih") else 0.0
            lstm.register_parameter(name, nn.Parameter(new))
    return lstm
