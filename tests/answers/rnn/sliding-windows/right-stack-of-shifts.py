# right
import torch


def sliding_windows(series, seq_len):
    """Column t of all windows is the series, t steps later."""
    columns = []
    for t in range(seq_len):
        columns.append(torch.cat([series[t:], torch.zeros(t, series.shape[1])]))
    return torch.stack(columns, dim=1)
