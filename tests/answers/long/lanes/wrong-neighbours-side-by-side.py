# slip: neighbours-side-by-side
def lanes(series, batch_size, seq_len):
    chunks = len(series) // (batch_size * seq_len)
    return series[: chunks * batch_size * seq_len].reshape(chunks, seq_len, batch_size, -1)
