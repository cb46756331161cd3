# slip: detached
import torch
from torch import nn


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    rnn = nn.RNN(x.shape[2], h_0.shape[2])
    with torch.no_grad():
        rnn.weight_ih_l0.copy_(weight_ih)
        rnn.weight_hh_l0.copy_(weight_hh)
        rnn.bias_ih_l0.copy_(bias_ih)
        rnn.bias_hh_l0.copy_(bias_hh)
        return rnn(x, h_0)
