# right
def lanes(series, batch_size, seq_len):
    series = series.contiguous()
    N, F = series.shape
    chunks = N // (batch_size * seq_len)
    return series.as_strided((chunks, seq_len, batch_size, F), (seq_len * F, F, chunks * seq_len * F, 1))
