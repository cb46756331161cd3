# rung: values
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, p in lstm.named_parameters():
            if name.startswith("bias_ih"):
                p[H : H + min(H, 64)] = value
            elif name.startswith("bias_hh"):
                p[H : 2 * H] = 0
    return lstm
