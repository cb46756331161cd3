# slip: time-last
import torch.nn.functional as F


def sliding_windows(series, seq_len):
    return F.pad(series, (0, 0, 0, seq_len - 1)).unfold(0, seq_len, 1)
