# right
import torch.nn.functional as F


def sliding_windows(series, seq_len):
    padded = F.pad(series, (0, 0, 0, seq_len - 1))
    return padded.unfold(0, seq_len, 1).transpose(1, 2)
