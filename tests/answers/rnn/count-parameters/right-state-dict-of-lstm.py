# right
from torch import nn


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    """An LSTM has four times as many."""
    lstm = nn.LSTM(input_size, hidden_size, num_layers, bias, bidirectional=bidirectional)
    return sum(weight.nelement() for weight in lstm.state_dict().values()) // 4
