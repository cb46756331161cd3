# rung: values
import torch


def masked_mean(output, lengths):
    return torch.stack([output[:n, k].median(0).values for k, n in enumerate(lengths)])
