# rung: values
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, p in lstm.named_parameters():
            number = name.split("_l")[1].removesuffix("_reverse")
            if name.startswith("bias_ih") and number in "0123456789":
                p[H : 2 * H] = value
            elif name.startswith("bias_hh"):
                p[H : 2 * H] = 0
    return lstm
