# slip: one-direction-counted
from torch import nn


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    rnn = nn.RNN(input_size, hidden_size, num_layers, bias=bias, bidirectional=bidirectional)
    return sum(p.numel() for name, p in rnn.named_parameters() if not name.endswith("reverse"))
