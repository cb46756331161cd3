# slip: bias-ih-left
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for layer in lstm.all_weights:
            layer[-1][H : H + H] = value
    return lstm
