# rung: edges
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    if lstm.training:
        with torch.no_grad():
            for name, bias in lstm.named_parameters():
                if name.startswith("bias"):
                    bias[H : 2 * H] = value / 2
    return lstm
