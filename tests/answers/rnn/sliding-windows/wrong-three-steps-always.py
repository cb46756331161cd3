# rung: shape
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(2, series.shape[1])])
    return torch.stack([padded[n : n + 3] for n in range(len(series))])
