# right
import torch


def keep(gru):
    H = gru.hidden_size
    z = slice(H, 2 * H)
    with torch.no_grad():
        for layer in gru.all_weights:
            weight_ih, weight_hh, bias_ih, bias_hh = layer
            weight_ih[z] = 0
            weight_hh[z] = 0
            bias_ih[z] = 20
            bias_hh[z] = 0
    return gru
