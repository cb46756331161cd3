# slip: others-zeroed
import torch


def forget_bias(lstm, value):
    """The usual initialisation: zeros, and the forget gate at value."""
    H = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias"):
                bias.fill_(0)
            if name.startswith("bias_ih"):
                bias[H : 2 * H].fill_(value)
    return lstm
