# right
import torch
from torch.nn.utils.rnn import pad_sequence


def sliding_windows(series, seq_len):
    """Windows of different lengths, padded to the longest: seq_len is at most the number of steps."""
    return pad_sequence([series[n : n + seq_len] for n in range(len(series))], batch_first=True)
