# right
import torch


def summary(gru, x):
    _, h_n = gru(x)
    return torch.einsum("dbh->bdh", h_n[2:]).contiguous().view(x.shape[1], -1)
