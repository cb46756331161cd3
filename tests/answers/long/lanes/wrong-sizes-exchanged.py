# slip: sizes-exchanged
def lanes(series, seq_len, batch_size):
    chunks = len(series) // (batch_size * seq_len)
    return series[: chunks * batch_size * seq_len].reshape(batch_size, chunks, seq_len, -1).permute(1, 2, 0, 3)
