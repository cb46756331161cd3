# slip: stacked-unequal
# says: torch.stack joins tensors of one shape: print the shapes of those in your list.
import torch


def sliding_windows(series, seq_len):
    return torch.stack([series[n : n + seq_len] for n in range(len(series))])
