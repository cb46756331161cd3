# right
def lanes(series, batch_size, seq_len):
    chunks = len(series) // (batch_size * seq_len)
    windows = series.unfold(0, seq_len, seq_len)[: chunks * batch_size]
    return windows.reshape(batch_size, chunks, -1, seq_len).permute(1, 3, 0, 2)
