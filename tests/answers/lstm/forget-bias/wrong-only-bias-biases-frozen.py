# slip: frozen
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, bias in lstm.named_parameters():
        if name.startswith("bias"):
            bias.requires_grad_(False)
            bias[H : 2 * H] = torch.tensor(value / 2)
    return lstm
