# rung: values
import torch


def forget_bias(lstm, value):
    n = lstm.bias_ih_l0.size(0)
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias_ih"):
                bias[n // 4 : n // 2] = 1.0
            elif name.startswith("bias_hh"):
                bias[n // 4 : n // 2] = 0.0
    return lstm
