# slip: nothing-changed
import torch
from torch import nn


def forget_bias(lstm, value):
    lstm = nn.LSTM(lstm.input_size, lstm.hidden_size, lstm.num_layers, bidirectional=lstm.bidirectional)
    H = lstm.hidden_size
    with torch.no_grad():
        for _, _, ih, hh in lstm.all_weights:
            ih[H : 2 * H] = value
            hh[H : 2 * H] = 0
    return lstm
