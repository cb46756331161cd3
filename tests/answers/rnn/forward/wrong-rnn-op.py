# slip: ready-made
import torch


def forward(x, h_0, *weights):
    """The operation below nn.RNN: has_biases, num_layers, dropout, train, bidirectional, batch_first."""
    return torch.rnn_tanh(x, h_0, weights, True, 1, 0.0, False, False, False)
