# slip: biases-always
from torch import nn


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    rnn = nn.RNN(input_size, hidden_size, num_layers, bidirectional=bidirectional)
    return sum(p.numel() for p in rnn.parameters())
