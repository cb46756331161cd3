# slip: draws-random-numbers
# says: Your function draws random numbers: look for a layer made anew, reset_parameters, dropout or multinomial.
import torch
from torch import nn


def summary(gru, x):
    gru = nn.GRU(x.shape[2], gru.hidden_size, num_layers=2, bidirectional=True)
    _, h_n = gru(x)
    return torch.cat([h_n[-2], h_n[-1]], dim=1)
