# slip: not-finite
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    windows = torch.full((N, seq_len, F), float("nan"))
    for n in range(N):
        rest = series[n : n + seq_len]
        windows[n, : len(rest)] = rest
    return windows
