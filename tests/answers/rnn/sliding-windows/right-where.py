# right
import torch


def sliding_windows(series, seq_len):
    N = len(series)
    index = torch.arange(N).view(-1, 1) + torch.arange(seq_len)
    inside = (index < N).unsqueeze(-1)
    return torch.where(inside, series[index.clamp(max=N - 1)], 0)
