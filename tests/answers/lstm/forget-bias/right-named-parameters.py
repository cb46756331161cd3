# right
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, p in lstm.named_parameters():
            if "bias_ih" in name:
                p[H : 2 * H] = value
            if "bias_hh" in name:
                p[H : 2 * H] = 0
    return lstm
