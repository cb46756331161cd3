# slip: chunks-inside
def lanes(series, batch_size, seq_len):
    chunks = len(series) // (batch_size * seq_len)
    return series[: chunks * batch_size * seq_len].reshape(batch_size, chunks, seq_len, -1).permute(2, 1, 0, 3)
