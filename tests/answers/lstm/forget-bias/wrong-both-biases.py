# slip: both-biases
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if "bias" in name:
                bias[H : 2 * H].fill_(value)
    return lstm
