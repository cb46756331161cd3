# slip: padded-in-front
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([torch.zeros(seq_len - 1, series.shape[1]), series])
    return torch.stack([padded[n : n + seq_len] for n in range(len(series))])
