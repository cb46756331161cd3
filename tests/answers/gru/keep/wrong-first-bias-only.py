# slip: first-bias-only
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        gru.weight_ih_l0[H : 2 * H] = 0
        gru.weight_hh_l0[H : 2 * H] = 0
        gru.bias_ih_l0[H : 2 * H] = 50
        gru.bias_hh_l0[H : 2 * H] = 50
    return gru
