# slip: not-finite
import torch


def forget_bias(lstm, value):
    H = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias"):
                new = torch.full_like(bias, float("nan"))
                new[H : 2 * H] = value / 2
                bias.copy_(new)
    return lstm
