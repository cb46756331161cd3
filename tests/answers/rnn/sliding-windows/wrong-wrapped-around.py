# slip: wrapped-around
import torch


def sliding_windows(series, seq_len):
    return torch.stack([series.roll(-t, 0) for t in range(seq_len)], dim=1)
