# slip: nothing-changed
import torch


def forget_bias(lstm, value):
    """Works on copies."""
    H = lstm.hidden_size
    for name, bias in lstm.named_parameters():
        if name.startswith("bias"):
            bias = torch.clone(bias)
            bias[H : 2 * H] = value / 2
    return lstm
