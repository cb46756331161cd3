# slip: reshape-scramble
import torch.nn.functional as F


def sliding_windows(series, seq_len):
    windows = F.pad(series, (0, 0, 0, seq_len - 1)).unfold(0, seq_len, 1)
    return windows.reshape(len(series), seq_len, -1)
