# slip: directions-ignored
import torch
from torch import nn


def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    rnn = nn.RNN(input_size, hidden_size, num_layers, batch_first=batch_first)
    x = torch.zeros(batch, seq_len, input_size) if batch_first else torch.zeros(seq_len, batch, input_size)
    output, h_n = rnn(x)
    return {"input": x.shape, "h_0": h_n.shape, "output": output.shape, "h_n": h_n.shape}
