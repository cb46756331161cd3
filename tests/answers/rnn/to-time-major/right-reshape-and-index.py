# right
import torch


def to_time_major(x):
    """Row b * T + t of the flat sequence goes to row t * B + b."""
    B, T, F = x.shape
    order = (torch.arange(T)[:, None] + T * torch.arange(B)).flatten()
    return x.reshape(B * T, F)[order].reshape(T, B, F)
