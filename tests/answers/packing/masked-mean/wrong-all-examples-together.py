# slip: all-examples-together
import torch


def masked_mean(output, lengths):
    real = torch.arange(len(output)).unsqueeze(1) < lengths
    return output[real].mean(0)
