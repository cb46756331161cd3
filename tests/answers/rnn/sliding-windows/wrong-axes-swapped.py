# slip: axes-swapped
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(seq_len - 1, series.shape[1])])
    return torch.stack([padded[t : t + len(series)] for t in range(seq_len)])
