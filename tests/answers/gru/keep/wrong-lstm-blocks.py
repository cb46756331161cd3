# rung: values
import torch


def keep(gru):
    H = gru.bias_ih_l0.shape[0] // 4
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            if name.startswith("bias_ih"):
                weight[H : 2 * H] = 1e6
    return gru
