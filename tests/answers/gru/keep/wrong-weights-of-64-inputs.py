# rung: edges
# says: with many inputs
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, p in gru.named_parameters():
            if name.startswith("weight"):
                p[:, :64].zero_()
            else:
                p[H : 2 * H] = 100.0
    return gru
