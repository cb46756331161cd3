# right
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    padded = torch.zeros(N + seq_len, F)
    padded[:N] = series
    return padded.as_strided((N, seq_len, F), (F, F, 1))
