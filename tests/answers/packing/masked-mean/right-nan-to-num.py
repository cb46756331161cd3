# right
import torch


def masked_mean(output, lengths):
    real = (torch.arange(len(output)).unsqueeze(1) < lengths).unsqueeze(2)
    return (output.nan_to_num() * real).sum(0) / real.sum(0)
