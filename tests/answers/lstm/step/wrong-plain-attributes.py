# slip: ready-made
from torch import nn


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    cell = nn.LSTMCell(x.shape[1], weight_hh.shape[1])
    given = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}
    for name, tensor in given.items():
        delattr(cell, name)
        setattr(cell, name, tensor)
    return cell(x, state)
