# rung: values
# says: Where do these features come from?
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    padded = torch.cat([series, torch.zeros(seq_len, F)])
    windows = torch.zeros(N, seq_len, F)
    for n in range(N):
        windows[n, :, 0] = padded[n : n + seq_len, 0]
    return windows
