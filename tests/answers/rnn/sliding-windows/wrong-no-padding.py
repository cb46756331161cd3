# slip: no-padding
import torch


def sliding_windows(series, seq_len):
    windows = []
    for n in range(len(series) - seq_len + 1):
        windows.append(series[n : n + seq_len])
    return torch.stack(windows)
