# right
import torch
from torch import nn


def last_step(output, lengths):
    picked = nn.functional.one_hot(lengths - 1, len(output)).to(output.dtype)  # (B, T)
    return torch.einsum("bt,tbh->bh", picked, output)
