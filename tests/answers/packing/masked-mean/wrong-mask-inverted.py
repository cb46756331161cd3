# slip: mask-inverted
import torch


def masked_mean(output, lengths):
    real = torch.arange(len(output)).unsqueeze(1) < lengths
    return output.masked_fill(real.unsqueeze(-1), 0.0).sum(0) / lengths.unsqueeze(-1)
