# slip: times-the-mask
import torch


def masked_mean(output, lengths):
    real = torch.arange(len(output)).unsqueeze(1) < lengths
    return (output * real.unsqueeze(-1)).sum(0) / lengths.unsqueeze(-1)
