# slip: lstm-counted
from torch import nn


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    lstm = nn.LSTM(input_size, hidden_size, num_layers, bias=bias, bidirectional=bidirectional)
    return sum(p.numel() for p in lstm.parameters())
