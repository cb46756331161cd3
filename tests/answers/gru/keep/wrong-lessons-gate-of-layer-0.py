# rung: values
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        gru.bias_hh_l0[H : 2 * H] = 100.0
    return gru
