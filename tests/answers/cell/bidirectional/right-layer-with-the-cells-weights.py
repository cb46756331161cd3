# right
from torch import nn
from torch.func import functional_call


def bidirectional(cell, cell_reverse, x, h_0):
    kind = {nn.RNNCell: nn.RNN, nn.GRUCell: nn.GRU}[type(cell)]
    layer = kind(cell.input_size, cell.hidden_size, bidirectional=True)
    weights = {name + "_l0": w for name, w in cell.named_parameters()}
    weights |= {name + "_l0_reverse": w for name, w in cell_reverse.named_parameters()}
    return functional_call(layer, weights, (x, h_0))
