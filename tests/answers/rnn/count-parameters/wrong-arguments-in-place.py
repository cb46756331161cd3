# slip: directions-ignored
from torch import nn


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    """bidirectional is the seventh argument."""
    rnn = nn.RNN(input_size, hidden_size, num_layers, "tanh", bias, bidirectional)
    return sum(p.numel() for p in rnn.parameters())
