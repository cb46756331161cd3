# slip: windows-reversed
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(seq_len - 1, series.shape[1])])
    windows = []
    for n in range(len(series)):
        windows.insert(0, padded[n : n + seq_len])
    return torch.stack(windows)
