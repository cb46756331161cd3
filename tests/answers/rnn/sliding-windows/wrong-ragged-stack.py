# slip: stacked-unequal
import torch


def sliding_windows(series, seq_len):
    return torch.stack([series[n : n + seq_len] for n in range(len(series))])
