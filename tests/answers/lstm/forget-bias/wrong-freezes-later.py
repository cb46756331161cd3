# rung: values
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    torch.nn.init.constant_(lstm.bias_ih_l0[H : 2 * H], value)
    torch.nn.init.zeros_(lstm.bias_hh_l0[H : 2 * H])
    lstm.bias_ih_l0.requires_grad = False
    return lstm
