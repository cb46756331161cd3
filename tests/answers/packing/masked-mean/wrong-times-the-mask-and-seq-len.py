# slip: times-the-mask-and-seq-len
import torch


def masked_mean(output, lengths):
    real = torch.arange(len(output)).unsqueeze(1) < lengths
    return (output * real.unsqueeze(-1)).mean(0)
