# slip: draws-random-numbers
# says: Your function draws random numbers: look for a layer that is made anew, for reset_parameters, and for dropout.
from torch import nn


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    return nn.RNN(x.shape[2], h_0.shape[2])(x, h_0)
