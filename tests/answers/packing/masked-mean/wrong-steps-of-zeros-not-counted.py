# slip: zeros-not-counted
import torch


def masked_mean(output, lengths):
    padding = torch.arange(len(output)).unsqueeze(1) >= lengths
    known = output.masked_fill(padding.unsqueeze(2), 0.0)
    steps = known.any(-1).sum(0)
    return known.sum(0) / steps.unsqueeze(1)
