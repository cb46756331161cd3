# rung: values
# says: Print what you are given before and after your function.
import torch


def keep(gru):
    gru.double()
    H = gru.hidden_size
    for name, weight in gru.state_dict().items():
        if name.startswith("bias_ih"):
            weight[H : 2 * H] = 1e6
    return gru
