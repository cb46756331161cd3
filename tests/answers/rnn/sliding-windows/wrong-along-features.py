# slip: along-features
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    padded = torch.cat([series, torch.zeros(N, seq_len - 1)], dim=1)
    windows = torch.zeros(N, seq_len, F)
    for f in range(F):
        windows[:, :, f] = padded[:, f : f + seq_len]
    return windows
