# right
import torch


def sliding_windows(series, seq_len):
    steps = len(series)
    padded = torch.cat([series, series.new_zeros(seq_len, series.shape[1])])
    index = torch.arange(steps)[:, None] + torch.arange(seq_len)[None, :]
    return padded[index]
