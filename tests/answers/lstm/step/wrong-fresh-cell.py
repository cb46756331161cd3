# slip: fresh-cell
from torch import nn


def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
    cell = nn.LSTMCell(weight_ih.shape[1], weight_hh.shape[1])
    return cell(x, state)
