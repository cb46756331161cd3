# slip: wrong-dtype
import numpy as np
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    windows = np.zeros((N, seq_len, F))
    for n in range(N):
        rest = series[n : n + seq_len].numpy()
        windows[n, : len(rest)] = rest
    return torch.from_numpy(windows)
