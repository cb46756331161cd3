# right
from torch import nn


def loop(cell, x, hx):
    """The layer does the loop."""
    kind = nn.GRU if isinstance(cell, nn.GRUCell) else nn.RNN
    layer = kind(cell.input_size, cell.hidden_size)
    for name, weight in list(cell.named_parameters()):
        setattr(layer, name + "_l0", weight)
    output, h_n = layer(x, hx[None])
    return output, h_n.squeeze(0)
