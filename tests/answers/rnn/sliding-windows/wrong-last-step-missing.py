# slip: last-step-missing
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    windows = torch.zeros(N, seq_len, F)
    for n in range(N):
        rest = series[n : n + seq_len - 1]
        windows[n, : len(rest)] = rest
    return windows
