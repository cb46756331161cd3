# right
from torch import nn


def why_400x100(weight_hh_shape, input_size):
    rows, columns = weight_hh_shape
    kind = {1: "RNN", 3: "GRU", 4: "LSTM"}[rows // columns]
    layer = getattr(nn, kind)(input_size, columns)
    return [kind, layer.hidden_size, {key: list(value.size()) for key, value in layer.state_dict().items()}]
