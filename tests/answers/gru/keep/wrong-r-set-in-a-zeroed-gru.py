# slip: block-r
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, p in gru.named_parameters():
            if name.startswith("weight"):
                p.zero_()
            else:
                p[:H] = 100.0
    return gru
