# slip: added
import torch


def forget_bias(lstm, value):
    """Raise the forget bias."""
    H = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias_hh"):
                bias[H : 2 * H] += value
    return lstm
