# slip: weights-too
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, p in lstm.named_parameters():
            p[H : 2 * H] = value if "bias_ih" in name else 0
    return lstm
