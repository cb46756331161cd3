# slip: side-by-side
import torch


def sliding_windows(series, seq_len):
    N, F = series.shape
    missing = -N % seq_len
    padded = torch.cat([series, torch.zeros(missing, F)])
    return padded.view(-1, seq_len, F)
