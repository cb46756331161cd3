# slip: hidden-half-missing
from torch import nn


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = nn.functional.linear(x, weight_ih, bias_ih)
    return a.tanh() if nonlinearity == "tanh" else a.relu()
