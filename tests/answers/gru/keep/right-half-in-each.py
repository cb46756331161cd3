# right
import torch


def keep(gru):
    H = gru.hidden_size
    with torch.no_grad():
        for name, weight in gru.named_parameters():
            if name.startswith("bias"):
                weight[H : 2 * H] = 5e4
    return gru
