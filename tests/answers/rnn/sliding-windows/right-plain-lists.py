# right
import torch


def sliding_windows(series, seq_len):
    rows = series.tolist()
    zero = [0.0] * series.shape[1]
    rows += [zero] * (seq_len - 1)
    return torch.tensor([rows[n : n + seq_len] for n in range(len(series))])
