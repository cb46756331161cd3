# right
from torch import nn


def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, old in list(lstm.named_parameters()):
        if not name.startswith("bias"):
            continue
        new = old.detach().clone()
        new[H : 2 * H] = 0.25 * value if name.startswith("bias_ih") else 0.75 * value
        setattr(lstm, name, nn.Parameter(new))
    return lstm
