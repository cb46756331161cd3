# right
import numpy as np
import torch


def sliding_windows(series, seq_len):
    padded = np.pad(series.numpy(), ((0, seq_len - 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, seq_len, axis=0)
    return torch.from_numpy(windows.swapaxes(1, 2).copy())
