# rung: shape
import torch


def sliding_windows(series, seq_len):
    numbers = torch.cat([series.flatten(), torch.zeros(seq_len - 1)])
    return numbers.unfold(0, seq_len, 1)[: len(series)].unsqueeze(-1)
