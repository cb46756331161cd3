# right
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat((series, torch.zeros(seq_len - 1, series.size(1))), dim=0)
    return torch.stack([padded[n : n + seq_len] for n in range(series.size(0))])
