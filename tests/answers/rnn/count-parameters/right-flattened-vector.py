# right
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector


def count_parameters(input_size, hidden_size, num_layers, bias, bidirectional):
    rnn = nn.RNN(input_size, hidden_size, num_layers, bias=bias, bidirectional=bidirectional)
    return parameters_to_vector(rnn.parameters()).shape[0]
