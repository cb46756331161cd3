# slip: last-step-repeated
import torch


def sliding_windows(series, seq_len):
    last = len(series) - 1
    return torch.stack([torch.stack([series[min(n + t, last)] for t in range(seq_len)]) for n in range(last + 1)])
