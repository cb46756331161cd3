# rung: values
# says: What is different about these windows?
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    padded = torch.cat([series, torch.zeros(seq_len, F)])
    windows = torch.zeros(N, seq_len, F)
    for n in range(N - 1):
        windows[n] = padded[n : n + seq_len]
    return windows
