# right
import torch
from torch import nn


def shapes(seq_len, batch, input_size, hidden_size, num_layers, bidirectional, batch_first):
    rnn = nn.RNN(input_size, hidden_size, num_layers, bidirectional=bidirectional, batch_first=batch_first)
    first, second = (batch, seq_len) if batch_first else (seq_len, batch)
    x = torch.zeros(first, second, input_size)
    h_0 = torch.zeros(num_layers * (1 + bidirectional), batch, hidden_size)
    output, h_n = rnn(x, h_0)
    return {"input": x.shape, "h_0": h_0.shape, "output": output.shape, "h_n": h_n.shape}
