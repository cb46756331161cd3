# slip: class-for-its-name
from torch import nn


def why_400x100(weight_hh_shape, input_size):
    rows, h = weight_hh_shape
    kind = {1: nn.RNN, 3: nn.GRU, 4: nn.LSTM}[rows // h]
    layer = kind(input_size, h)
    return kind, h, {name: tuple(p.shape) for name, p in layer.named_parameters()}
