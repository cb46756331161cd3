# right
from torch import nn


def why_400x100(weight_hh_shape, input_size):
    """Try the three layers until one fits."""
    hidden = weight_hh_shape[1]
    for layer_class in (nn.LSTM, nn.GRU, nn.RNN):
        layer = layer_class(input_size, hidden)
        if tuple(layer.weight_hh_l0.shape) == tuple(weight_hh_shape):
            return layer_class.__name__, hidden, {name: p.shape for name, p in layer.named_parameters()}
    raise ValueError("no such layer")
