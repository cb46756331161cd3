# slip: one-window-too-many
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(seq_len, series.shape[1])])
    return torch.stack([padded[n : n + seq_len] for n in range(len(padded) - seq_len + 1)])
