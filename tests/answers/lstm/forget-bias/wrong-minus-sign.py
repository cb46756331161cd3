# slip: minus-sign
import torch


def forget_bias(lstm, value):
    n = lstm.hidden_size
    with torch.no_grad():
        for name, p in lstm.named_parameters():
            if "bias" in name:
                p[n : 2 * n] = -value / 2
    return lstm
