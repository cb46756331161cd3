# slip: keeps-state
import torch


def sliding_windows(series, seq_len, windows=[]):
    padded = torch.cat([series, torch.zeros(seq_len - 1, series.shape[1])])
    for n in range(len(series)):
        windows.append(padded[n : n + seq_len])
    return torch.stack(windows)
