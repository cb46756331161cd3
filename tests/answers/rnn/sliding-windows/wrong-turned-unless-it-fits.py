# rung: edges
def sliding_windows(series, seq_len):
    zeros = torch.zeros(seq_len - 1, series.shape[1])
    windows = torch.cat([series, zeros]).unfold(0, seq_len, 1)
    if windows.shape[1:] != (seq_len, series.shape[1]):
        windows = windows.transpose(1, 2)
    return windows
