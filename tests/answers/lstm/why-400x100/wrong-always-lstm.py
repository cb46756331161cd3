# slip: always-lstm
from torch import nn


def why_400x100(weight_hh_shape, input_size):
    """400 = 4 * 100, so it is an LSTM."""
    rows, h = weight_hh_shape
    layer = nn.LSTM(input_size, h)
    shapes = {name: (rows, *p.shape[1:]) for name, p in layer.named_parameters()}
    return "LSTM", h, shapes
