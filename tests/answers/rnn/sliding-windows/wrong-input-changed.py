# slip: input-changed
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    series.resize_(N + seq_len - 1, F)[N:] = 0
    return torch.stack([series[n : n + seq_len] for n in range(N)])
