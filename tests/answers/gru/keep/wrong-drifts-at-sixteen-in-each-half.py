# slip: bias-too-small
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            weight[H : 2 * H] = 0.0
            if name.startswith("bias_hh"):
                weight[H : 2 * H] = 16.0
    return gru
