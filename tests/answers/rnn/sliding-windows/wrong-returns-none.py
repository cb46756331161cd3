# slip: returns-none
import torch


def sliding_windows(series, seq_len):
    padded = torch.cat([series, torch.zeros(seq_len - 1, series.shape[1])])
    for n in range(len(series)):
        print(padded[n : n + seq_len])
