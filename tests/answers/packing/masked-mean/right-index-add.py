# right
import torch


def masked_mean(output, lengths):
    T, B, H = output.shape
    real = torch.arange(T).unsqueeze(1) < lengths
    whose = torch.arange(B).expand(T, B)[real]
    return torch.zeros(B, H).index_add(0, whose, output[real]) / lengths.unsqueeze(1)
