# right
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            if name.startswith("bias_hh"):
                weight[H : 2 * H] = 1e9
    return gru
