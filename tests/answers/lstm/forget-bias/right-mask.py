# right
import torch


def forget_bias(lstm, value):
    rows = torch.arange(4 * lstm.hidden_size) // lstm.hidden_size == 1
    for name, bias in lstm.named_parameters():
        if bias.dim() == 1:
            bias.requires_grad_(False)
            bias[rows] = value if "ih" in name else 0
            bias.requires_grad_(True)
    return lstm
