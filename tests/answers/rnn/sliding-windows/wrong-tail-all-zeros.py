# slip: tail-all-zeros
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    windows = torch.zeros(N, seq_len, F)
    for n in range(N - seq_len + 1):
        windows[n] = series[n : n + seq_len]
    return windows
