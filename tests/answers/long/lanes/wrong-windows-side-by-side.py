# slip: windows-side-by-side
def lanes(series, batch_size, seq_len):
    windows = torch.stack(series.split(seq_len)[: len(series) // seq_len])
    chunks = len(windows) // batch_size
    return torch.stack([windows[k * batch_size : (k + 1) * batch_size].transpose(0, 1) for k in range(chunks)])
