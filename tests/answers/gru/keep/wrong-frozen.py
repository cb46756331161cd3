# slip: frozen
import torch


def keep(gru):
    H = gru.hidden_size
    gru.requires_grad_(False)
    with torch.no_grad():
        for name, p in gru.named_parameters():
            if name.startswith("weight"):
                p.zero_()
            else:
                p[H : 2 * H] = 100.0
    return gru
