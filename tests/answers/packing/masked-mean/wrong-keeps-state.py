# slip: keeps-state
import torch


def masked_mean(output, lengths, means=[]):
    for k, n in enumerate(lengths):
        means.append(output[:n, k].mean(0))
    return torch.stack(means)
