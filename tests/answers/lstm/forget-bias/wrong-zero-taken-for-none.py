# slip: zero-taken-for-none
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias_ih"):
                bias[H : 2 * H] = value or 1.0
            elif name.startswith("bias_hh"):
                bias[H : 2 * H] = 0.0
    return lstm
