# slip: newest-first
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(seq_len - 1, series.shape[1])])
    return torch.stack([torch.stack([padded[n + seq_len - 1 - t] for t in range(seq_len)]) for n in range(len(series))])
