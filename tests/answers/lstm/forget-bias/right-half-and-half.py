# right
import torch


@torch.no_grad()
def forget_bias(lstm, value):
    """Share it fairly."""
    for name, bias in lstm.named_parameters():
        if name.startswith("bias"):
            bias.chunk(4)[1].fill_(value / 2)
    return lstm
