# slip: window-as-features
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(seq_len - 1, series.shape[1])])
    return torch.stack([padded[n : n + seq_len].reshape(-1) for n in range(len(series))])
