# slip: ready-made
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    op = {"tanh": torch.rnn_tanh_cell, "relu": torch.rnn_relu_cell}[nonlinearity]
    return op(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
