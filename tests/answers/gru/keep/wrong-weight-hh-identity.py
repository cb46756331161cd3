# rung: values
import torch


def keep(gru):
    """W_hn as the identity, everything else zero: then n is h, or is it?"""
    H = gru.hidden_size
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            weight.zero_()
            if name.startswith("weight_hh"):
                weight[2 * H :] = torch.eye(H)
    return gru
