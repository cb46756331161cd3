# slip: draws-random-numbers
# says: Your function draws random numbers: look for a layer made anew, reset_parameters, dropout or multinomial.
from torch import nn


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    return nn.RNN(x.shape[2], h_0.shape[2])(x, h_0)
