# right
import torch
from torch import nn


def cell_states(cell, x, state):
    """A layer that borrows the cell's weights."""
    layer = nn.LSTM(cell.input_size, cell.hidden_size)
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        setattr(layer, name + "_l0", getattr(cell, name))
    hx = tuple(s.unsqueeze(0) for s in state)
    cs = []
    for x_t in x.split(1):
        _, hx = layer(x_t, hx)
        cs.append(hx[1])
    return torch.cat(cs)
