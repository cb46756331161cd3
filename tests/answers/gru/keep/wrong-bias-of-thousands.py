# rung: edges
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, p in gru.named_parameters():
            if name.startswith("bias"):
                p[H : 2 * H] = 2500.0
    return gru
