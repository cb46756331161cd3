# right
from torch import nn


def keep(gru):
    H = gru.hidden_size
    for p in gru.parameters():
        p.requires_grad = False
        if p.dim() == 2:
            nn.init.zeros_(p)
        else:
            p[H : H + H] += 77
        p.requires_grad = True
    return gru
