# rung: edges
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias_ih"):
                bias[H : 2 * H] = max(-10.0, min(10.0, value))
            elif name.startswith("bias_hh"):
                bias[H : 2 * H] = 0.0
    return lstm
