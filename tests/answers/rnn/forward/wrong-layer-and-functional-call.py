# slip: ready-made
import torch
from torch import nn


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    rnn = nn.RNN(x.shape[-1], h_0.shape[-1])
    weights = {
        "weight_ih_l0": weight_ih,
        "weight_hh_l0": weight_hh,
        "bias_ih_l0": bias_ih,
        "bias_hh_l0": bias_hh,
    }
    return torch.func.functional_call(rnn, weights, (x, h_0))
