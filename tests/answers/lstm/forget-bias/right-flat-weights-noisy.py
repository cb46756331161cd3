# right
import torch


def forget_bias(lstm, value):
    print("before", lstm.bias_ih_l0)
    with torch.no_grad():
        biases = [w for w in lstm._flat_weights if w.ndim == 1]
        for ih, hh in zip(biases[::2], biases[1::2], strict=True):
            ih.view(4, -1)[1] = value
            hh.view(4, -1)[1] = 0
    print("after", lstm.bias_ih_l0)
    return lstm
