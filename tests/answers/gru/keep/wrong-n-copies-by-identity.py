# rung: values
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, p in gru.named_parameters():
            p.zero_()
            if name.startswith("weight_hh"):
                p[2 * H :] = torch.eye(H)
            if name.startswith("bias_ih"):
                p[:H] = 100.0
    return gru
