# slip: one-step-late
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(seq_len, series.shape[1])])
    return torch.stack([padded[n : n + seq_len] for n in range(1, len(series) + 1)])
