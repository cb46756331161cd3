# right
import torch


def forget_bias(lstm, value):
    i = lstm.hidden_size
    with torch.no_grad():
        for name, b in lstm.named_parameters():
            if name.startswith("bias_hh"):
                b[i : i * 2] = value
            elif name.startswith("bias_ih"):
                b[i : i * 2] = 0
