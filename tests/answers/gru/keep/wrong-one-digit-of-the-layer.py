# rung: edges
# says: with many layers
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, p in gru.named_parameters():
            if name.split("_l")[1].removesuffix("_reverse") not in "0123456789":
                continue
            if name.startswith("weight"):
                p.zero_()
            else:
                p[H : 2 * H] = 100.0
    return gru
