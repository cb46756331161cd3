# rung: values
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, p in gru.named_parameters():
            if name.startswith("weight"):
                p.zero_()
            else:
                p[H : H + min(H, 64)] = 100.0
    return gru
