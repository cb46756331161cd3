# slip: zero-taken-for-none
import torch


def forget_bias(lstm, value):
    if not value:
        value = 1.0  # the usual choice
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias"):
                bias.chunk(4)[1].fill_(value / 2)
    return lstm
