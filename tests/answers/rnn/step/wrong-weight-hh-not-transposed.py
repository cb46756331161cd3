# slip: weight-hh-not-transposed
import torch


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    total = torch.matmul(x, weight_ih.T) + torch.matmul(h, weight_hh) + bias_ih + bias_hh
    return getattr(torch, nonlinearity)(total)
