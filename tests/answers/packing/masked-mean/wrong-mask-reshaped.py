# slip: mask-reshaped
import torch


def masked_mean(output, lengths):
    T, B, _ = output.shape
    real = torch.arange(T) < lengths.unsqueeze(1)  # (B, T)
    real = real.view(T, B, 1)
    return torch.where(real, output, 0.0).sum(0) / lengths.unsqueeze(1)
